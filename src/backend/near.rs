//! Which occurrences stand close to each other: one rule for what matches and for what is marked.

/// A place where an operand of NEAR stands: its first and its last word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    pub first: u32,
    pub last: u32,
    /// Which operand stands there, from 0.
    pub operand: usize,
}

impl Occurrence {
    /// Returns whether at most `distance` words stand between the two, and neither covers a word of the other.
    fn is_near(self, other: Occurrence, distance: u32) -> bool {
        let (left, right) = if self.first <= other.first { (self, other) } else { (other, self) };
        right.first > left.last && right.first - left.last - 1 <= distance
    }
}

/// Finds the groups in which every operand stands.
///
/// Two occurrences of different operands are linked if at most `distance` words stand between them; a group is what
/// hangs together by links. So `a NEAR/5 b NEAR/5 c` holds where a is near b and b near c, in any order. Returns, per
/// occurrence, the group it belongs to, and how many groups there are.
///
/// # Panics
/// If `occurrences` are not sorted.
pub fn near_groups(occurrences: &[Occurrence], n_operands: usize, distance: u32) -> (Vec<Option<usize>>, u32) {
    assert!(occurrences.is_sorted(), "occurrences are given in order");
    let longest = occurrences.iter().map(|occurrence| occurrence.last - occurrence.first).max().unwrap_or(0);
    let mut groups: Vec<usize> = (0..occurrences.len()).collect();
    let mut window = 0;
    for (i, occurrence) in occurrences.iter().enumerate() {
        while occurrence.first - occurrences[window].first > longest + distance + 1 {
            window += 1;
        }
        for (earlier, other) in occurrences.iter().enumerate().take(i).skip(window) {
            if other.operand != occurrence.operand && other.is_near(*occurrence, distance) {
                let (a, b) = (root(&mut groups, earlier), root(&mut groups, i));
                groups[a.max(b)] = a.min(b);
            }
        }
    }
    let mut operands: Vec<Vec<usize>> = vec![Vec::new(); occurrences.len()];
    for (i, occurrence) in occurrences.iter().enumerate() {
        let seen = &mut operands[root(&mut groups, i)];
        if !seen.contains(&occurrence.operand) {
            seen.push(occurrence.operand);
        }
    }
    let is_whole: Vec<bool> = operands.iter().map(|seen| seen.len() == n_operands).collect();
    let group_of = |i| Some(root(&mut groups, i)).filter(|&group| is_whole[group]);
    ((0..occurrences.len()).map(group_of).collect(), is_whole.iter().filter(|&&whole| whole).count() as u32)
}

/// Returns the first occurrence of the group, shortening the way there.
fn root(groups: &mut [usize], mut i: usize) -> usize {
    while groups[i] != i {
        groups[i] = groups[groups[i]];
        i = groups[i];
    }
    i
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Operands a, b, c as letters, one word each; a point is another word.
    fn check(text: &str, n_operands: usize, distance: u32, marked: &str, n_groups: u32) {
        let occurrences: Vec<Occurrence> = (0..)
            .zip(text.chars())
            .filter(|(_, letter)| *letter != '.')
            .map(|(at, letter)| Occurrence { first: at, last: at, operand: letter as usize - 'a' as usize })
            .collect();
        let (groups, n) = near_groups(&occurrences, n_operands, distance);
        let mut shown = vec!['.'; text.len()];
        for (occurrence, _) in occurrences.iter().zip(&groups).filter(|(_, group)| group.is_some()) {
            shown[occurrence.first as usize] = text.as_bytes()[occurrence.first as usize] as char;
        }
        assert_eq!((shown.into_iter().collect::<String>().as_str(), n), (marked, n_groups), "{text} within {distance}");
    }

    #[test]
    fn neighbors_may_stand_in_any_order() {
        check("a..b", 2, 2, "a..b", 1);
        check("b..a", 2, 2, "b..a", 1);
        check("a...b", 2, 2, ".....", 0);
        check("ab", 2, 0, "ab", 1);
        check("aa.b..b", 2, 1, ".a.b...", 1);
        check("a.b.......b.a", 2, 1, "a.b.......b.a", 2);
    }

    #[test]
    fn three_hang_together_by_their_neighbors() {
        check("a..b..c", 3, 2, "a..b..c", 1);
        check("c..a..b", 3, 2, "c..a..b", 1);
        check("a..b...c", 3, 2, "........", 0);
    }

    #[test]
    fn one_operand_alone_is_near_itself() {
        check("a..a", 1, 0, "a..a", 2);
    }

    #[test]
    fn an_occurrence_is_not_near_what_it_covers() {
        let phrase = Occurrence { first: 3, last: 5, operand: 0 };
        let inside = Occurrence { first: 4, last: 4, operand: 1 };
        let behind = Occurrence { first: 7, last: 7, operand: 1 };
        assert_eq!(near_groups(&[phrase, inside], 2, 10).1, 0);
        assert_eq!(near_groups(&[phrase, inside, behind], 2, 1), (vec![Some(0), None, Some(0)], 1));
    }
}
