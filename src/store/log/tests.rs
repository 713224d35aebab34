use super::*;

fn put(id: &str) -> Entry {
    Entry::Remove { id: id.to_string(), why: crate::store::Removal::Deleted, hash: "ä\n".to_string(), version: None }
}

fn ids(path: &Path) -> Vec<String> {
    let reader = LogReader::open(path, 0).expect("the log is there");
    reader.filter_map(|item| item.expect("a whole log").entry.id().map(str::to_string)).collect()
}

fn written(folder: &Path) -> (PathBuf, Vec<u64>) {
    let path = folder.join("articles-1.log");
    let mut log = Log::create(&path).expect("an empty folder");
    let mut ends = vec![log.end()];
    for id in ["a", "b", "c"] {
        log.append(&put(id));
        log.sync().expect("room");
        ends.push(log.end());
    }
    (path, ends)
}

#[test]
fn entries_come_back_in_order() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, ends) = written(folder.path());
    assert_eq!(ids(&path), ["a", "b", "c"]);
    let from_b: Vec<_> = LogReader::open(&path, ends[1]).expect("readable").map(|item| item.expect("whole").end).collect();
    assert_eq!(from_b, ends[2..]);
}

#[test]
fn a_log_cut_anywhere_keeps_every_whole_entry() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, ends) = written(folder.path());
    let bytes = std::fs::read(&path).expect("readable");
    for cut in ends[0]..=ends[3] {
        std::fs::write(&path, &bytes[..cut as usize]).expect("room");
        let (mut log, torn) = Log::open(&path, 0).expect("a torn end is no fault");
        let n_whole = ends.iter().filter(|end| **end <= cut).count() - 1;
        assert_eq!((log.end(), torn), (ends[n_whole], cut - ends[n_whole]));
        log.append(&put("d"));
        log.sync().expect("room");
        let expected: Vec<_> = ["a", "b", "c"][..n_whole].iter().chain(&["d"]).copied().collect();
        assert_eq!(ids(&path), expected, "cut at byte {cut}");
    }
}

#[test]
fn zeros_at_the_end_are_a_torn_end() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, ends) = written(folder.path());
    let mut bytes = std::fs::read(&path).expect("readable");
    bytes.extend([0; 5000]);
    std::fs::write(&path, &bytes).expect("room");
    assert_eq!(Log::open(&path, ends[1]).map(|(log, torn)| (log.end(), torn)).ok(), Some((ends[3], 5000)));
}

#[test]
fn damage_before_the_end_is_said_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, ends) = written(folder.path());
    let mut bytes = std::fs::read(&path).expect("readable");
    bytes[ends[1] as usize + 20] ^= 1;
    std::fs::write(&path, &bytes).expect("room");
    let fault = Log::open(&path, 0).err().expect("an acknowledged entry is gone").to_string();
    assert!(fault.contains(&format!("byte {}: the checksum does not fit", ends[1])), "{fault}");
    let mut reader = LogReader::open(&path, 0).expect("readable");
    assert_eq!(reader.by_ref().filter(Result::is_ok).count(), 2);
    assert!(reader.skip_damaged().is_ok_and(|bytes| bytes.len() as u64 == ends[2] - ends[1]));
    assert_eq!(reader.filter_map(|item| item.expect("whole").entry.id().map(str::to_string)).collect::<Vec<_>>(), ["c"]);
}

#[test]
fn a_log_shorter_than_what_was_acknowledged_is_damaged() {
    let folder = tempfile::tempdir().expect("a folder");
    let (path, ends) = written(folder.path());
    let file = OpenOptions::new().write(true).open(&path).expect("writable");
    file.set_len(ends[1]).expect("room");
    assert!(matches!(Log::open(&path, ends[3]), Err(StoreError::Damaged { position, .. }) if position == ends[1]));
}
