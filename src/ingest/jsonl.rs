//! JSON lines: one record a line, an article in our own shape or a ninjs item. Lines are read one at a time, so that a
//! file may be larger than the memory (but for UTF-16, which is read as a whole).

use std::io::{self, BufRead, Read};

use super::charset;
use super::draft::Out;
use super::{canonical, json, ninjs};

/// Longest line in bytes, 128 MiB: a text of [`super::MAX_TEXT_BYTES`] with its quotes escaped fits.
const MAX_LINE_BYTES: usize = 128 << 20;

pub(super) fn read(out: &mut Out, reader: &mut dyn BufRead) -> io::Result<()> {
    if let Some(encoding) = charset::utf_16(reader.fill_buf()?) {
        let mut bytes = Vec::new();
        Read::take(&mut *reader, MAX_LINE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
        if bytes.len() > MAX_LINE_BYTES {
            out.refused(
                None,
                format!("the file is UTF-16 and has more than {MAX_LINE_BYTES} bytes; convert it to UTF-8"),
            );
            return Ok(());
        }
        let (text, _, _) = encoding.decode(&bytes);
        return read_lines(out, &mut text.as_bytes());
    }
    read_lines(out, reader)
}

fn read_lines(out: &mut Out, reader: &mut dyn BufRead) -> io::Result<()> {
    let (mut line, mut number) = (Vec::new(), 0);
    loop {
        line.clear();
        let n_bytes = Read::take(&mut *reader, MAX_LINE_BYTES as u64 + 1).read_until(b'\n', &mut line)?;
        if n_bytes == 0 {
            return Ok(());
        }
        number += 1;
        if n_bytes > MAX_LINE_BYTES {
            out.refused(Some(number), format!("the line has more than {MAX_LINE_BYTES} bytes; split the article"));
            if line.last() != Some(&b'\n') {
                reader.skip_until(b'\n')?;
            }
            continue;
        }
        let bytes = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line).trim_ascii();
        if !bytes.is_empty() {
            record(out, number, bytes);
        }
    }
}

fn record(out: &mut Out, number: usize, bytes: &[u8]) {
    let decoded = match std::str::from_utf8(bytes) {
        Ok(_) => None,
        Err(_) => Some(charset::decode_line(bytes)),
    };
    let text = match &decoded {
        Some((text, _)) => text.as_str(),
        None => std::str::from_utf8(bytes).expect("it was checked a moment ago"),
    };
    let draft = match canonical::from_text(text) {
        Err(fault) => match json::object(text).filter(ninjs::is_item) {
            Some(item) => return ninjs::read(out, Some(number), item),
            None => Err(fault),
        },
        draft => draft,
    };
    if let (Some((_, name)), Ok(_)) = (&decoded, &draft) {
        out.mended(Some(number), format!("the line is not UTF-8; it was read as {name}"));
    }
    out.draft(Some(number), draft);
}

#[cfg(test)]
mod tests {
    use super::super::{Source, read};

    fn all(bytes: &[u8]) -> Vec<Result<String, String>> {
        let mut found = Vec::new();
        read(&Source::jsonl("m.jsonl"), bytes, &mut |r| {
            found.push(r.map(|record| record.id().to_string()).map_err(|p| p.to_string()))
        })
        .expect("memory can be read");
        found
    }

    #[test]
    fn ids_come_from_id_url_or_content() {
        let lines = b"\xef\xbb\xbf{\"id\":\"x\",\"text\":\"a\"}\n\n{\"id\":7,\"text\":\"a\"}\n{\"url\":\"u\",\"text\":\"a\"}\n{\"text\":\"a\"}";
        let ids: Vec<_> = all(lines).into_iter().map(|r| r.expect("good line")).collect();
        assert_eq!(ids[..3], ["x", "7", "u"]);
        assert!(ids[3].starts_with("sha256:"), "{}", ids[3]);
    }

    #[test]
    fn bad_lines_are_problems_and_the_rest_goes_in() {
        let lines = b"{\"text\":\n{\"title\":\"t\"}\n{\"text\":\" \"}\n\xff\xfe\n{\"id\":[],\"text\":\"a\"}\n{\"id\":\"ok\",\"text\":\"a\"}";
        let got = all(lines);
        let faults: Vec<_> = got[..5].iter().map(|r| r.clone().expect_err("bad line")).collect();
        assert!(faults[0].starts_with("m.jsonl, line 1: no article in JSON"), "{}", faults[0]);
        assert_eq!(faults[1], "m.jsonl, line 2: \"text\" is missing");
        assert!(faults[2].contains("no words"), "{}", faults[2]);
        assert!(faults[3].starts_with("m.jsonl, line 4: no article in JSON"), "{}", faults[3]);
        assert!(faults[4].contains("\"id\""), "{}", faults[4]);
        assert_eq!(got[5], Ok("ok".to_string()));
    }

    #[test]
    fn a_bad_date_is_reported_and_the_article_kept() {
        let got = all(b"{\"id\":\"x\",\"text\":\"a\",\"date\":\"gestern\"}");
        assert!(got[0].as_ref().is_err_and(|e| e.contains("without a date")));
        assert_eq!(got[1], Ok("x".to_string()));
    }

    #[test]
    fn lines_in_another_character_set_are_mended() {
        let got = all(b"{\"id\":\"x\",\"text\":\"Die F\xfchrung\"}");
        assert!(got[0].as_ref().is_err_and(|e| e.ends_with("not UTF-8; it was read as windows-1252")), "{got:?}");
        assert_eq!(got[1], Ok("x".to_string()));
    }
}
