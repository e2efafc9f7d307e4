//! Cases made in an order that is the same in every run, with facts of every type that a vocabulary can declare.

use std::collections::BTreeMap;

/// Rules that ask for each fact on its own, for all of them together, and for duties with every kind of limit.
pub const RULES: &str = r#"jurisdiction fr "France" zone "Europe/Paris"
  zone "Asia/Almaty" in east "East"
role court "court"
enum kind: small < large
enum paper: letter, deed, word
record Place
  street : text
  floor : number or none
record Person "person"
  name : text
  born_on : date
  country : country or none
  home : Place
record Visit
  held_on : date or none
  fee : money EUR
  note : text
  begun_at : moment
matter Claim "a claim"
  person : Person
  spouse : Person or none
  txt : text
  txn : text or none
  d : date
  dn : date or none
  n : number
  nn : number or none
  cost : money EUR
  term : duration
  days : duration in days
  hrs : duration in hours
  wd : duration in working days
  kind : kind
  paper : paper or none
  yn : yes/no
  guess : yes/no judged by court
  held : yes/no presumed no by A article 1
  m : moment
  mm : moment to the minute or none
  tod : time of day
  stays : periods
  dates : list of date
  names : list of text
  counts : list of number
  moments : list of moment
  kinds : list of kind
  visits : list of Visit
parameter rate : number
interpretation broad "how broad?":
  wide "widely",
  narrow "narrowly" by default
action pay of Claim
action file of Claim
action report of Claim
action appeal of Claim
action visit of Claim
act A "Act" of fr in force from 2000-01-01
  in matters of Claim
article 1
  define a_txt as txt
  define a_txn as txn
  define a_name as person.name
  define a_born as person.born_on
  define a_country as person.country
  define a_street as person.home.street
  define a_alone as spouse is none
  define a_spouse as spouse.name
  define a_floor as spouse.home.floor
  define a_d as d
  define a_dn as dn
  define a_n as n
  define a_nn as nn
  define a_cost as cost * 2
  define a_term as term
  define a_days as days
  define a_hrs as hrs
  define a_wd as wd
  define a_kind as kind is large
  define a_paper as paper
  define a_yn as yn
  define a_guess as guess
  define a_held as held
  define a_m as m
  define a_mm as mm
  define a_tod as tod
  define a_rate as rate * 3
  define a_stays as days of stays in (from 2011-01-01 to 2014-12-31)
  define a_dates as count of dates
  define a_last as latest of dates
  define a_names as count of names
  define a_counts as sum of counts
  define a_moments as earliest of moments
  define a_kinds as count of kinds
  define a_open as count of visits where (held_on is none)
  define a_fees as sum of visits.fee
  define a_note as exists v in visits where v.note = "same"
  define a_begun as latest of visits.begun_at
  define same as txt = "same"
  define versioned as n / 2
  define broadly as 1 on reading wide
  define broadly as 2 on reading narrow
article 2
  may pay when n > 10 and ((kind is large) or yn) and txt != "bar"
  pay valid only if guess or held
article 3
  must not pay when dn < d
article 4
  must file within 1 month of d
    done m
article 5
  must report within 72 hours of m
    done mm
article 6
  must appeal within 10 days of d or 48 hours of m, whichever is later
    done dn
article 7
  must visit at least once in every calendar year from d until dn
    done visits.held_on
act B "B" of fr adopted 2011-06-01, in force from 2012-01-01
amends A
  change norm of article 1
    define versioned as n + 1
"#;

/// What the goals of interviews rest on: conditions, each on one fact.
pub const GOALS: [&[(&str, &str)]; 3] = [
    &[
        ("txt", "txt = \"same\""),
        ("txn", "txn is none"),
        ("person.name", "person.name = \"same\""),
        ("person.born_on", "person.born_on > 2012-01-01"),
        ("person.country", "person.country is none"),
        ("person.home.street", "person.home.street = \"same\""),
        ("visits", "(count of visits where (held_on is none)) > 0"),
        ("names", "(count of names) > 0"),
    ],
    &[
        ("d", "d > 2012-01-01"),
        ("dn", "dn is none"),
        ("n", "n > 1"),
        ("cost", "cost > 1 EUR"),
        ("term", "term > 2 years"),
        ("days", "days > 1 day"),
        ("hrs", "hrs > 10 hours"),
        ("wd", "wd > 3 working days"),
    ],
    &[
        ("kind", "kind is large"),
        ("paper", "paper is none"),
        ("yn", "yn"),
        ("guess", "guess"),
        ("m", "m > start of 2012-06-01"),
        ("mm", "mm is none"),
        ("tod", "tod > 09:00"),
        ("rate", "rate > 1"),
    ],
];

/// Goals that are known with the last of their facts: the sums of one or two for each.
pub fn goals() -> String {
    let mut text = "article 20\n".to_owned();
    for (goal, facts) in GOALS.iter().enumerate() {
        let mut names = Vec::new();
        for (number, (_, condition)) in facts.iter().enumerate() {
            let name = format!("part_{goal}_{number}");
            text += &format!("  define {name} as\n    1 if {condition}\n    2 otherwise\n");
            names.push(name);
        }
        text += &format!("  define goal_{goal} as {}\n", names.join(" + "));
    }
    text
}

pub const QUESTIONS: [&str; 47] = [
    "a_txt",
    "a_txn",
    "a_name",
    "a_born",
    "a_country",
    "a_street",
    "a_alone",
    "a_spouse",
    "a_floor",
    "a_d",
    "a_dn",
    "a_n",
    "a_nn",
    "a_cost",
    "a_term",
    "a_days",
    "a_hrs",
    "a_wd",
    "a_kind",
    "a_paper",
    "a_yn",
    "a_guess",
    "a_held",
    "a_m",
    "a_mm",
    "a_tod",
    "a_rate",
    "a_stays",
    "a_dates",
    "a_last",
    "a_names",
    "a_counts",
    "a_moments",
    "a_kinds",
    "a_open",
    "a_fees",
    "a_note",
    "a_begun",
    "same",
    "versioned",
    "broadly",
    "pay",
    "pay.valid",
    "file",
    "report",
    "appeal",
    "visit",
];

/// Makes an element of a list.
type Make = fn(&mut Chance) -> Given;

/// Numbers in an order that is the same in every run.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % most
    }

    pub fn of<'a>(&mut self, all: &[&'a str]) -> &'a str {
        all[self.below(all.len())]
    }

    fn word(&mut self, all: &[&str]) -> Given {
        Given::Word(self.of(all).to_owned())
    }

    fn number(&mut self) -> Given {
        Given::Number(self.of(&NUMBERS).to_owned())
    }

    fn text(&mut self) -> Given {
        Given::Text(self.of(&TEXTS).to_owned())
    }

    fn date(&mut self) -> Given {
        Given::Word(self.day())
    }

    fn day(&mut self) -> String {
        format!(
            "20{:02}-{:02}-{:02}",
            8 + self.below(8),
            1 + self.below(12),
            1 + self.below(28)
        )
    }

    fn yes(&mut self) -> Given {
        Given::Yes(self.below(2) == 0)
    }

    fn or_none(&mut self, value: Given) -> Given {
        if self.below(3) == 0 { Given::None } else { value }
    }

    fn list(&mut self, element: Make) -> Given {
        Given::List((0..self.below(4)).map(|_| element(self)).collect())
    }
}

/// A fact as it is stated.
#[derive(Clone, Debug, PartialEq)]
pub enum Given {
    None,
    Yes(bool),
    Number(String),
    /// Spelled alike everywhere, as a word in a scenario.
    Word(String),
    Text(String),
    List(Vec<Given>),
    Record(Vec<(&'static str, Given)>),
    Period(String, Option<String>),
}

pub type Facts = BTreeMap<&'static str, Given>;

#[derive(Debug)]
pub struct Made {
    pub on: Option<String>,
    pub at: Option<String>,
    pub zone: bool,
    pub wide: bool,
    pub facts: Facts,
}

const TEXTS: [&str; 14] = [
    "same",
    "bar",
    "a \"quoted\" word",
    "back\\slash \\\" and more",
    "a, b; c\td",
    "two  spaces",
    " led",
    "none",
    "yes",
    "12",
    "Ünï — ко́т 法",
    "two\nlines",
    "",
    "-- no comment",
];

const NUMBERS: [&str; 8] = [
    "0",
    "11",
    "-3",
    "2.50",
    "0.001",
    "12345678901234567890",
    "1/3",
    "1000000",
];

const MOMENTS: [&str; 5] = [
    "2012-06-01 10:15",
    "2012-10-28T02:30:00+02:00",
    "2012-10-28T02:30:00+01:00",
    "2012-03-25T01:30:00Z",
    "2012-05-31 24:00",
];

const MINUTES: [&str; 3] = [
    "2012-06-01 10:15",
    "2012-10-28T02:30:00+01:00",
    "2013-03-25T01:30:00Z",
];

fn visit(chance: &mut Chance) -> Given {
    let date = chance.date();
    let mut fields = vec![("held_on", chance.or_none(date))];
    if chance.below(2) == 0 {
        fields.push(("fee", chance.word(&["3 EUR", "0.50 EUR"])));
    }
    if chance.below(2) == 0 {
        fields.push(("note", chance.text()));
    }
    if chance.below(2) == 0 {
        fields.push(("begun_at", chance.word(&MOMENTS)));
    }
    Given::Record(fields)
}

fn period(chance: &mut Chance) -> Given {
    let until = (chance.below(3) > 0).then(|| "2016-01-01".to_owned());
    Given::Period(chance.day(), until)
}

/// A case in which some facts are stated.
pub fn made(chance: &mut Chance) -> Made {
    let mut facts = Facts::new();
    scalars(chance, &mut facts);
    if chance.below(3) == 0 {
        let lists: [(&'static str, Make); 7] = [
            ("dates", |chance| chance.date()),
            ("names", |chance| chance.text()),
            ("counts", |chance| chance.number()),
            ("moments", |chance| chance.word(&MOMENTS)),
            ("kinds", |chance| chance.word(&["small", "large"])),
            ("visits", visit),
            ("stays", period),
        ];
        for (name, element) in lists {
            if chance.below(2) == 0 {
                facts.insert(name, chance.list(element));
            }
        }
    }
    let at = [
        "2012-02-01 10:00",
        "2012-10-28T02:30:00+02:00",
        "2012-10-28T02:30:00+01:00",
        "2015-01-01T00:00:00Z",
    ];
    Made {
        on: (chance.below(8) > 0).then(|| chance.of(&["2010-05-05", "2012-01-01"]).to_owned()),
        at: (chance.below(3) > 0).then(|| chance.of(&at).to_owned()),
        zone: chance.below(8) == 0,
        wide: chance.below(8) == 0,
        facts,
    }
}

fn scalars(chance: &mut Chance, facts: &mut Facts) {
    let mut put = |chance: &mut Chance, name: &'static str, value: Given| {
        if chance.below(4) > 0 {
            facts.insert(name, value);
        }
    };
    for name in ["txt", "person.name", "person.home.street"] {
        let text = chance.text();
        put(chance, name, text);
    }
    for name in ["d", "person.born_on"] {
        let date = chance.date();
        put(chance, name, date);
    }
    for name in ["n", "rate"] {
        let number = chance.number();
        put(chance, name, number);
    }
    for name in ["yn", "guess", "held"] {
        let yes = chance.yes();
        put(chance, name, yes);
    }
    for (name, words) in [
        ("cost", &["1413 EUR", "0.05 EUR", "99999999 EUR"][..]),
        ("term", &["5 years", "18 months", "2 years 3 days"]),
        ("days", &["10 days", "0 days", "2 weeks"]),
        ("hrs", &["72 hours", "90 minutes", "1 hour 30 seconds"]),
        ("wd", &["5 working days", "0 working days"]),
        ("kind", &["small", "large"]),
        ("m", &MOMENTS),
        ("tod", &["00:00", "09:30", "23:59"]),
    ] {
        let word = chance.word(words);
        put(chance, name, word);
    }
    let some = [
        ("txn", chance.text()),
        ("dn", chance.date()),
        ("nn", chance.number()),
        ("paper", chance.word(&["letter", "deed", "word"])),
        ("mm", chance.word(&MINUTES)),
        ("person.country", chance.word(&["NO", "FR", "KZ"])),
    ];
    for (name, value) in some {
        let value = chance.or_none(value);
        put(chance, name, value);
    }
    match chance.below(3) {
        0 => drop(facts.insert("spouse", Given::None)),
        1 => {
            facts.insert("spouse.name", chance.text());
            let floor = chance.number();
            facts.insert("spouse.home.floor", chance.or_none(floor));
        }
        _ => {}
    }
}
