//! Where a paragraph quotes: the marks of quotation with what they do.
//!
//! In: the text of a paragraph. Out: for a byte, whether it stands inside a quotation. Papers mix the marks of both
//! languages, so what stands around a mark tells whether it opens: behind a space or a bracket it does.

/// The marks of a paragraph in order: the byte, and whether the quotation opens there.
#[derive(Debug, Default)]
pub struct Quotations {
    marks: Vec<(usize, bool)>,
}

impl Quotations {
    /// Reads the marks of a paragraph.
    pub fn read(text: &str) -> Quotations {
        let mut marks = Vec::new();
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            match c {
                '„' | '‟' => marks.push((at, true)),
                '”' => marks.push((at, false)),
                '"' | '“' | '«' | '»' => {
                    let opens = before.is_whitespace() || matches!(before, '(' | '[' | '–' | '—' | ':' | '-');
                    marks.push((at, opens));
                }
                _ => {}
            }
            before = c;
        }
        Quotations { marks }
    }

    /// Returns whether a byte stands inside a quotation.
    pub fn holds(&self, byte: usize) -> bool {
        let at = self.marks.partition_point(|&(mark, _)| mark < byte);
        at > 0 && self.marks[at - 1].1
    }
}

#[cfg(test)]
mod tests {
    use super::Quotations;

    #[test]
    fn marks_open_behind_a_space() {
        for text in ["\"We have 50. X\" he", "„Wir haben 50. X“ er", "“We have 50. X” he", "»Wir haben 50. X« er"]
        {
            let quotations = Quotations::read(text);
            let (inside, outside) = (text.find('X').expect("it is there"), text.len() - 1);
            assert!(quotations.holds(inside) && !quotations.holds(outside), "{text}");
        }
    }
}
