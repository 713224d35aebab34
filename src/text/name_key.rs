//! Name keys: one key for the spellings that German and English give the same name.
//!
//! German writes the sounds of a foreign name with its own letters (*Lawrow*, *Tschernihiw*, *Donezk*), English with
//! other ones (*Lavrov*, *Chernihiv*, *Donetsk*). A key writes down the sounds: a word is read letter group by letter
//! group as its language reads them, sounds that the languages do not tell apart become one, and what
//! transliterations disagree about (*-yj*, *-yy*, *-iy*, *-y*) is levelled. In: one word of a name. Out: a key, or an
//! empty one where a key would say too little. Nothing here fails.
//!
//! A text in German also holds names in English spelling and the other way round. So two words are taken for one
//! name if any of their [`name_keys`] agree; a single reading ([`name_key`]) compares only words whose spelling is known
//! to follow their language.
//!
//! Keys keep their vowels: consonants alone join too much (precision .81 instead of .97, measured before this was
//! written). What no rule can know (*Kiew* and *Kyiv* it can, *Peking* and *Beijing* not) stands in
//! `schema/exonyms.tsv`. Other scripts than Latin have no key.
//!
//! ```
//! use tandem::text::{Language, name_key, name_keys};
//! assert_eq!(name_key("Tschernihiws", Language::De), name_key("Chernihiv", Language::En));
//! let zelensky = name_keys("Zelensky");
//! assert!(name_keys("Selenskyjs").iter().any(|key| zelensky.contains(key)));
//! assert!(name_keys("Xi").is_empty());
//! ```

use super::{Language, fold_diacritics, normalize};

/// A word with fewer letters has no key: too many names differ in one sound.
const MIN_LETTERS: usize = 4;
/// A key with fewer consonants is none: the vowels are what spellings disagree about.
const MIN_CONSONANTS: usize = 2;

/// Letter groups and their sounds; the first that fits is read, so longer ones come first.
type Reading = [(&'static str, &'static str)];

/// What both languages read alike. Sounds with a capital: `C` as in *chess*, `S` as in *shoe*, *measure* and *jazz*,
/// `T` as in *tsar*; `j` is a y or j until [`level_glides`] decides about it.
///
/// German writes *sch* for sh and zh (Duden: *Breschnew*, *Schukow*) and *dsch* for what English writes as *j*, so that
/// these three are one sound here. `X` is kh, which stays apart from h (*Khan*, *Hahn*).
/// After b, d and g an h is silent in either language (*Ghana*, *Riyadh*).
const SHARED: &Reading = &[
    ("schtsch", "SC"),
    ("tsch", "C"),
    ("dsch", "S"),
    ("shch", "SC"),
    ("sch", "S"),
    ("tch", "C"),
    ("tzh", "TX"),
    ("dzh", "S"),
    ("sh", "S"),
    ("zh", "S"),
    ("kh", "X"),
    ("ph", "f"),
    ("th", "t"),
    ("gh", "g"),
    ("bh", "b"),
    ("dh", "d"),
    ("ck", "k"),
    ("qu", "kv"),
    ("ts", "T"),
    ("tz", "T"),
    ("ou", "u"),
    ("oo", "u"),
    ("ee", "i"),
    ("q", "k"),
    ("w", "v"),
    ("x", "ks"),
    ("y", "j"),
];

/// What only German reads so: *ch* for kh (*Charkiw*), *z* for ts (*Luzk*).
const GERMAN: &Reading = &[("ch", "X"), ("z", "T")];

/// What only English reads so: *ch* for German tsch, *z* for a voiced s, *j* for German dsch, long vowels.
const ENGLISH: &Reading = &[("dj", "S"), ("ch", "C"), ("z", "s"), ("j", "S")];

/// Returns the keys of a word of a name read in both languages, each once; none if it has none.
///
/// Two words are spellings of one name if they have a key in common.
pub fn name_keys(word: &str) -> Vec<String> {
    let languages = if is_german(word) { &Language::ALL[..1] } else { &Language::ALL[..] };
    let mut keys: Vec<String> = languages.iter().map(|&language| name_key(word, language)).collect();
    keys.dedup();
    keys.retain(|key| !key.is_empty());
    keys
}

/// Whether a word has letters that no English spelling has; reading it as English would only meet other names.
fn is_german(word: &str) -> bool {
    let word = normalize(word).text;
    word.contains(['ä', 'ö', 'ü', 'ß']) || word.contains("sch")
}

/// Returns the key of a word of a name as `language` reads it; empty if the word is too short, or not in Latin letters.
///
/// The endings of a genitive (*Putins*, *Putin's*, *Abbas'*) make no difference; hyphens and apostrophes neither.
pub fn name_key(word: &str, language: Language) -> String {
    let Some(letters) = letters(word) else { return String::new() };
    let stem = without_genitive(&letters, language);
    let key = key_of_letters(stem, language);
    // What is left of Abbas without its s is too short for a genitive.
    if key.is_empty() && stem != letters { key_of_letters(&letters, language) } else { key }
}

/// Returns one key for a word of a name that does not depend on the language around it; empty where [`name_key`] is.
///
/// Letter groups that the languages read differently are one sound here (*ch*, *kh* and *tsch*; *z*, *s* and *ts*), so that
/// a name has one key in an article of either language, at the price of joining a few more names than [`name_keys`] does.
pub fn spelling_key(word: &str) -> String {
    let merged = |sound: char| match sound {
        'X' => 'C',
        'T' => 's',
        sound => sound,
    };
    let mut key: Vec<char> = name_key(word, Language::De).chars().map(merged).collect();
    key.dedup();
    key.into_iter().collect()
}

fn key_of_letters(letters: &str, language: Language) -> String {
    if letters.len() < MIN_LETTERS {
        return String::new();
    }
    let mut key = match country_stem(letters) {
        Some(stem) => level_glides(&sounds(&format!("{stem}ia"), language), language),
        None => level_glides(&sounds(letters, language), language),
    };
    key.dedup();
    level_endings(&mut key);
    if n_consonants(&key) < MIN_CONSONANTS {
        return String::new();
    }
    String::from_utf8(key).expect("sounds are ASCII letters")
}

/// Returns the word in small letters a to z, or `None` if others remain after folding; an apostrophe and the s of
/// *Putin's* stay apart from it.
fn letters(word: &str) -> Option<String> {
    let folded = fold_diacritics(&normalize(word).text);
    let folded = folded.strip_suffix("'s").unwrap_or(&folded);
    let letters: String =
        folded.chars().filter(|c| !matches!(c, '\'' | '-' | '.' | '`' | '´' | 'ʹ' | 'ʾ' | 'ʿ')).collect();
    letters.bytes().all(|letter| letter.is_ascii_lowercase()).then_some(letters)
}

/// Returns the word without the s of a genitive, whichever the language: it also is the s by which *Athens* and
/// *Algiers* differ from *Athen* and *Algier*, and English writes a z for some (*Shiraz*, *Schiras*).
///
/// Nothing tells that s from the one at the end of *Thomas*. All spellings of *Thomas* lose it alike, which does no
/// harm unless another name is left (*Williams*, of which a German text may as well speak as *William*'s). So short
/// words keep it, and so do endings that are less often genitives: *-us* (*Markus*, but *Netanjahus*), *-ss*, the
/// Slavic *-ets*, in shorter words *-is*, *-os*, *-es* (*Davis*, *Carlos*). The limits were chosen by reading what a
/// look-up finds in 5,000 names of the news.
fn without_genitive(letters: &str, language: Language) -> &str {
    let Some(stem) = letters.strip_suffix(['s', 'z']) else { return letters };
    let before = stem.bytes().last();
    let is_ending = letters.ends_with('s') || (language == Language::En && before.is_some_and(is_vowel));
    let min_letters = match before {
        Some(b's' | b'z' | b'x') => return letters,
        Some(b't') if stem.ends_with("et") => return letters,
        Some(b'u') if !stem.ends_with("hu") => return letters,
        Some(b'i' | b'o') => 7,
        Some(b'e' | b'y') => 6,
        _ => 5,
    };
    if is_ending && letters.len() >= min_letters { stem } else { letters }
}

/// Returns what stands before the ending of a country that German has on *-ien* and English on *-ia*.
///
/// Shorter words are French first names as often (*Julien*); the four countries among them stand in `exonyms.tsv`.
fn country_stem(letters: &str) -> Option<&str> {
    let stem = letters.strip_suffix("ien").or_else(|| letters.strip_suffix("yen"))?;
    (letters.len() >= 7).then_some(stem)
}

/// Reads letters as sounds.
fn sounds(letters: &str, language: Language) -> Vec<u8> {
    let own = match language {
        Language::De => GERMAN,
        Language::En => ENGLISH,
    };
    // The French way to write -ow, which emigrants kept (Smirnoff), and French -que for k (Mozambique).
    let (letters, ending) = match (letters.strip_suffix("off"), letters.strip_suffix("que")) {
        (Some(stem), _) if stem.len() >= MIN_LETTERS => (stem, "ov"),
        (_, Some(stem)) => (stem, "k"),
        _ => (letters, ""),
    };
    let mut sounds: Vec<u8> = Vec::with_capacity(letters.len() + 2);
    let mut rest = letters;
    while !rest.is_empty() {
        let fits = |group: &str| rest.starts_with(group) && !(group == "ee" && rest[2..].starts_with(['v', 'w']));
        let read = match SHARED.iter().chain(own).find(|(group, _)| fits(group)) {
            Some((group, read)) => {
                sounds.extend(read.bytes());
                group.len()
            }
            None => {
                sounds.extend(sound_of_letter(rest.as_bytes(), sounds.last().copied()));
                1
            }
        };
        rest = &rest[read..];
    }
    sounds.extend(ending.bytes());
    sounds
}

/// Returns the sound of the first letter of `rest` that stands in no group, or `None` if it is silent.
fn sound_of_letter(rest: &[u8], before: Option<u8>) -> Option<u8> {
    let after = rest.get(1).copied();
    match (before, rest[0]) {
        // German z and English c before e, i and y are the same letter of Latin names: Mazedonien, Macedonia.
        (_, b'c') if matches!(after, Some(b'e' | b'i' | b'y')) => Some(b'T'),
        (_, b'c') => Some(b'k'),
        // ae, oe, ue are umlauts (Schröder, Schroeder, Schroder), but not in Nazarbaev.
        (Some(b'a' | b'o' | b'u'), b'e') if !matches!(after, Some(b'v' | b'w')) => None,
        // After a vowel h is heard before another one only: Netanjahu, but Mahmud, Hodeidah.
        (Some(vowel), b'h') if is_vowel(vowel) && !after.is_some_and(is_vowel) => None,
        (_, letter) => Some(letter),
    }
}

/// Settles every run of i and j (which also stands for y) to one i or to nothing, so that the endings -yj, -yy, -iy,
/// -ii, -ij and -y are one.
///
/// * Before e it goes: *Jelzin* and *Yeltsin*, *Jekaterinburg* and *Ekaterinburg*, *Alijew* and *Aliev*. It stays
///   between a vowel and *er* (*Mayer* is not *Mar*) and in French *-ier*, *-ierr-* (*Olivier* is not *Oliver*).
/// * *ie* is a long i in German, and in English at the end (*Charlie*).
/// * A j between consonant and o is the Russian ё, which is also written e: *Semjon*, *Semyon*, *Semen*. Not before r,
///   where it is Scandinavian (*Björn*), nor at the end (*Tokyo*).
fn level_glides(sounds: &[u8], language: Language) -> Vec<u8> {
    let mut key: Vec<u8> = Vec::with_capacity(sounds.len() + 1);
    let mut at = 0;
    while let Some(&sound) = sounds.get(at) {
        let n_glides = sounds[at..].iter().take_while(|&&sound| matches!(sound, b'i' | b'j')).count();
        if n_glides == 0 {
            key.push(sound);
            at += 1;
            continue;
        }
        let run = &sounds[at..at + n_glides];
        at += n_glides;
        let is_after_vowel = key.last().is_some_and(|&sound| is_vowel(sound));
        let is_letter_i = !run.contains(&b'j');
        match sounds[at..] {
            [b'e', b'r', ..] if is_after_vowel => key.push(b'i'),
            [b'e'] if is_letter_i => {
                key.push(b'i');
                at += 1;
            }
            [b'e'] => key.push(b'i'),
            [b'e', ..] if is_letter_i && language == Language::De && !key.is_empty() => {
                key.push(b'i');
                at += 1;
            }
            [b'e', b'r'] | [b'e', b'r', b'r', ..] if is_letter_i => key.push(b'i'),
            [b'e', ..] => {}
            [b'o', next, ..]
                if run == b"j" && !key.is_empty() && !is_after_vowel && !is_vowel(next) && next != b'r' =>
            {
                key.push(b'e');
                at += 1;
            }
            _ => key.push(b'i'),
        }
    }
    key
}

/// Levels what transliterations disagree about at the end of names: *Gorbatschow* and *Gorbachev* (ё after a sibilant),
/// *Alexandr* and *Alexander*.
fn level_endings(key: &mut Vec<u8>) {
    for at in 1..key.len().saturating_sub(1) {
        if let [b'S' | b'C', b'o', b'v'] = key[at - 1..=at + 1] {
            key[at] = b'e';
        }
    }
    if key.ends_with(b"ndr") {
        key.insert(key.len() - 1, b'e');
    }
}

/// Counts the consonants of a key; an i before a vowel is one.
fn n_consonants(key: &[u8]) -> usize {
    let is_consonant = |at: &usize| match key[*at] {
        b'i' => key.get(at + 1).copied().is_some_and(is_vowel),
        sound => !is_vowel(sound),
    };
    (0..key.len()).filter(is_consonant).count()
}

fn is_vowel(sound: u8) -> bool {
    matches!(sound, b'a' | b'e' | b'i' | b'j' | b'o' | b'u' | b'y')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn are_one(german: &str, english: &str) -> bool {
        let keys = name_keys(english);
        name_keys(german).iter().any(|key| keys.contains(key))
    }

    /// The German spelling read as German has the key of the English one read as English, and so have both readings.
    fn check(pairs: &[(&str, &str)]) {
        for (german, english) in pairs {
            let (one, other) = (name_key(german, Language::De), name_key(english, Language::En));
            assert!(!one.is_empty() && one == other, "{german} {one:?}, {english} {other:?}");
            assert!(are_one(german, english), "{german} {english}");
        }
    }

    #[test]
    fn sounds_meet() {
        check(&[
            ("Selenskyj", "Zelenskyy"),
            ("Selenskyj", "Zelensky"),
            ("Lawrow", "Lavrov"),
            ("Donezk", "Donetsk"),
            ("Chruschtschow", "Khrushchev"),
            ("Schukow", "Zhukov"),
            ("Dschibuti", "Djibouti"),
            ("Araghtschi", "Araghchi"),
            ("Khartum", "Khartoum"),
            ("Smirnow", "Smirnoff"),
            ("Mosambik", "Mozambique"),
        ]);
    }

    #[test]
    fn glides_and_umlauts_meet() {
        check(&[
            ("Jermak", "Yermak"),
            ("Brjansk", "Bryansk"),
            ("Pjöngjang", "Pyongyang"),
            ("Jewgeni", "Evgeny"),
            ("Tokajew", "Tokayev"),
            ("Solowjow", "Soloviev"),
            ("Semjon", "Semen"),
            ("Andrejew", "Andreev"),
            ("Ilja", "Ilya"),
            ("Schröder", "Schroeder"),
            ("Schröder", "Schroder"),
            ("Makedonien", "Makedonia"),
        ]);
    }

    #[test]
    fn a_genitive_is_the_same_name() {
        for form in ["Putins", "Putin's", "Putin’s", "PUTIN"] {
            assert!(are_one(form, "Putin"), "{form}");
        }
        assert!(are_one("Selenskyjs", "Zelensky's"));
        assert!(are_one("Netanjahus", "Netanyahu"));
        assert!(are_one("Abbas'", "Abbas"));
        assert!(are_one("Athen", "Athens"));
        assert!(are_one("Schiras", "Shiraz"));
        assert!(!are_one("Markus", "Mark"));
        assert!(!are_one("Davis", "Davy"));
    }

    #[test]
    fn both_readings_join_what_one_misses() {
        assert_ne!(name_key("Michael", Language::De), name_key("Michael", Language::En));
        assert!(are_one("Michael", "Michael"));
        assert!(are_one("Kiew", "Kiev") && are_one("Kiew", "Kyiv"));
    }

    #[test]
    fn a_spelling_has_one_key_whatever_the_language() {
        for (german, english) in [
            ("Selenskyj", "Zelensky"),
            ("Tschernow", "Chernov"),
            ("Chodorkowski", "Khodorkovsky"),
            ("Kusnezow", "Kuznetsov"),
            ("Jermak", "Yermak"),
        ] {
            assert_eq!(spelling_key(german), spelling_key(english), "{german} {english}");
        }
        assert_ne!(spelling_key("Johnson"), spelling_key("Jensen"));
    }

    #[test]
    fn different_names_stay_apart() {
        for (one, other) in
            [("Mayer", "Maar"), ("Olivier", "Oliver"), ("Hahn", "Khan"), ("Björn", "Bern"), ("März", "Mars")]
        {
            assert!(!are_one(one, other), "{one} {other}");
        }
    }

    #[test]
    fn short_and_foreign_words_have_no_key() {
        for word in ["", "Xi", "Mao", "G20", "Сергей", "北京"] {
            assert_eq!(name_keys(word), Vec::<String>::new(), "{word}");
        }
    }
}
