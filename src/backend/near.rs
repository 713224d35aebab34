//! Which occurrences stand close to each other: one rule for what matches and for what is marked.

/// A place where an operand of NEAR stands: its first and its last word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Occurrence {
    pub first: u32,
    pub last: u32,
    /// Which operand stands there, from 0.
    pub operand: usize,
}

/// The occurrences of one operand, as those of others pass by them.
struct Trail {
    /// By their last words.
    by_last: Vec<usize>,
    /// Those that are near what passes: from the first that is not too far behind to the last that has ended.
    near: std::ops::Range<usize>,
    /// Those before this one are linked with their neighbors as far as they were near the same occurrence.
    linked: usize,
}

impl Trail {
    fn new(occurrences: &[Occurrence], operand: usize) -> Trail {
        let mut by_last: Vec<usize> = (0..occurrences.len()).filter(|&i| occurrences[i].operand == operand).collect();
        by_last.sort_unstable_by_key(|&i| (occurrences[i].last, i));
        Trail { by_last, near: 0..0, linked: 0 }
    }

    /// Links the `i`-th occurrence with all of this operand that end at most `distance` words before it. These hang together
    /// from then on, so each is linked to its neighbor once, and all takes time linear in their number.
    fn link(&mut self, occurrences: &[Occurrence], i: usize, distance: u32, groups: &mut [usize]) {
        let at = occurrences[i].first;
        let last = |place: usize| occurrences[self.by_last[place]].last;
        let n = self.by_last.len();
        while self.near.end < n && last(self.near.end) < at {
            self.near.end += 1;
        }
        while self.near.start < self.near.end && at - last(self.near.start) - 1 > distance {
            self.near.start += 1;
        }
        if self.near.is_empty() {
            return;
        }
        let newest = self.near.end - 1;
        join(groups, self.by_last[newest], i);
        for place in self.near.start.max(self.linked)..newest {
            join(groups, self.by_last[place], self.by_last[place + 1]);
        }
        self.linked = self.linked.max(newest);
    }
}

fn join(groups: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(groups, a), root(groups, b));
    groups[a.max(b)] = a.min(b);
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
    let mut groups: Vec<usize> = (0..occurrences.len()).collect();
    let mut trails: Vec<Trail> = (0..n_operands).map(|operand| Trail::new(occurrences, operand)).collect();
    for (i, occurrence) in occurrences.iter().enumerate() {
        for (operand, trail) in trails.iter_mut().enumerate() {
            if operand != occurrence.operand {
                trail.link(occurrences, i, distance, &mut groups);
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
