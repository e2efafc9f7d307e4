//! Rules, cases and amending acts made from bytes: each byte is a choice, so that a changed byte changes one choice.

/// Bytes that are taken one by one; after the last come zeros.
pub struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    pub fn of(bytes: &'a [u8]) -> Bytes<'a> {
        Bytes(bytes)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn next(&mut self) -> usize {
        match self.0.split_first() {
            Some((first, rest)) => {
                self.0 = rest;
                usize::from(*first)
            }
            None => 0,
        }
    }

    fn below(&mut self, many: usize) -> usize {
        self.next() % many
    }

    fn one<'b>(&mut self, of: &[&'b str]) -> &'b str {
        of[self.below(of.len())]
    }
}

/// The code that is amended.
pub const AMENDED: &str = "matter M \"m\"\n a : yes/no\n b : yes/no\n done_on : date\naction act of M\naction other of M\n\
    code CODE \"Code\" in force from 2000-01-01\n in matters of M\n\
    article 1\n define x1 as 1\n may act when a\narticle 2\n paragraph 1\n define x2 as x1\n paragraph 2\n must not other when b\n\
    article 3\n define x3 as x2 as it stood on 2004-01-01\narticle 4\n define x4 as x1 + x3\n must not act when b\n";

/// Facts for the amended code.
pub const FACTS_AMENDED: &[&str] = &[
    "{}",
    "{\"a\": true, \"b\": false}",
    "{\"a\": false, \"b\": true, \"done_on\": \"2003-01-01\"}",
    "{\"a\": true, \"b\": true, \"done_on\": \"2007-01-01\"}",
];

/// An act that amends the code in one to three ways.
pub fn amendment(number: usize, bytes: &mut Bytes<'_>) -> String {
    let year = 2001 + bytes.below(8);
    let (month, day) = (1 + bytes.below(12), 1 + bytes.below(28));
    let mut text = format!(
        "act A{number} \"a\"\n adopted {year}-01-{:02}, in force from {year}-{month:02}-{day:02}\namends CODE\n",
        number + 1
    );
    for _ in 0..=bytes.below(3) {
        let whole = bytes.one(&[
            "article 1",
            "article 2",
            "article 3",
            "article 4",
            "article 4-1",
            "article 2 paragraph 1",
            "article 2 paragraph 2",
            "article 5",
        ]);
        let applies = match bytes.below(4) {
            0 => format!(" applies to done_on from {year}-06-01\n"),
            1 => " applies to done_on from 2005-02-28\n".to_owned(),
            _ => String::new(),
        };
        let value = bytes.below(9);
        let name = bytes.one(&["x1", "x2", "x3", "x4"]);
        let body = match bytes.below(5) {
            0 => format!(" define {name} as {value}\n"),
            1 => format!(" define {name} as {value}\n may act when b\n"),
            2 => " must not act when a\n".to_owned(),
            3 => " may other if a unless b\n".to_owned(),
            _ => format!(" define {name} as {value} if a, x1 otherwise\n"),
        };
        text.push_str(&match bytes.below(9) {
            0 => format!("change norm of {whole}\n{applies}{body}"),
            1 => format!("repeal {whole}\n{applies}"),
            2 => format!("replace {whole}\n{applies}{body}"),
            3 => format!("suspend {whole} from {year}-03-01 until {year}-09-30\n"),
            4 => format!("insert article 4-{}\n{applies}{body}", 1 + value % 3),
            5 => format!("reinstate {whole}\n"),
            6 => format!("strike down {whole}\n"),
            7 => format!("in article 2 insert paragraph {}\n{applies}{body}", 3 + value % 2),
            _ => format!("suspend {whole} from {year}-12-31\n"),
        });
    }
    text
}

const BEFORE: &str = "calendar cal weekend saturday, sunday\n holiday 2012-05-09\nenum kind: low < middle < high\nrecord item \"i\"\n  g : yes/no\n  v : number or none\n  \
    on_day : date or none\nparameter fee : money KZT\n  10 KZT from 2000-01-01 until 2011-12-31\n  20 KZT from 2012-01-01\nrole court \"court\"\n";

const FACTS: &str = "matter M \"m\"\n  a : yes/no\n  b : yes/no\n  k : kind\n  n : number\n  d : date or none\n  e : date\n  m : moment or none\n  done_m : moment or none\n  \
    t : duration\n  xs : list of item\n  stays : periods\n  place : country\naction act of M\naction other of M\naction last_act of M\naction follow of M\n";

/// Conditions over facts alone.
const PLAIN: &[&str] = &[
    "a",
    "b",
    "k is low",
    "k >= middle",
    "k is middle or high",
    "n < 3",
    "n >= 3",
    "n = 1/3",
    "d is none",
    "d < e",
    "d <= 2012-05-31",
    "d + 1 month > e",
    "d in stays",
    "stays throughout (from d to e)",
    "m is not none",
    "m <= done_m",
    "date of m = d",
    "t >= 1 year",
    "t + 6 months < 2 years",
    "t * 2/3 >= 8 months",
    "(exists x in xs where x.v > 2)",
    "(every x in xs where x.g)",
    "place is KZ",
    "d in the calendar month of e",
    "fee on d > 10 KZT",
    "n / n = 1",
    "1 / n > 0",
];

/// Conditions over definitions, and over how the duty to `last_act` stands.
const DERIVED: &[&str] = &[
    "x > 2",
    "x = 3",
    "x < 2 or x >= 2",
    "level is high",
    "level is low or middle",
    "many >= 2",
    "total > 4",
    "top <= 3",
    "age >= 18 years",
    "period_days > 3",
    "last_act is pending",
    "last_act is overdue",
    "last_act is fulfilled",
    "last_act is fulfilled late",
];

/// A condition; with `derived` atoms or of facts alone, so that nothing rests on itself.
fn condition(bytes: &mut Bytes<'_>, depth: usize, derived: bool) -> String {
    match bytes.below(if depth == 0 { 4 } else { 8 }) {
        0 if derived => bytes.one(DERIVED).to_owned(),
        0..4 => bytes.one(PLAIN).to_owned(),
        4 => format!("not ({})", condition(bytes, depth - 1, derived)),
        of @ (5 | 6) => {
            let word = if of == 5 { "and" } else { "or" };
            let (x, y) = (
                condition(bytes, depth - 1, derived),
                condition(bytes, depth - 1, derived),
            );
            format!("(({x}) {word} ({y}))")
        }
        _ => {
            let (x, y) = (
                condition(bytes, depth - 1, derived),
                condition(bytes, depth - 1, derived),
            );
            let z = condition(bytes, depth - 1, derived);
            format!("(({x}) and (({y}) or ({z})))")
        }
    }
}

fn number(bytes: &mut Bytes<'_>) -> String {
    bytes
        .one(&[
            "n",
            "1",
            "n + 1",
            "2 * n",
            "n / 3",
            "1 / n",
            "n - 5/2",
            "n, rounded up to 1",
            "n / 7, rounded down to 0.1",
            "n / 3, rounded half up to 1",
            "count of xs where g",
            "sum of xs.v",
            "maximum of xs.v",
            "minimum of (n, 2)",
            "(days from d to e) / (1 day)",
            "(months from d to e) / (1 month)",
            "(years from e to d) / (1 year)",
            "days of stays in the 30 days before e",
            "count of xs.on_day in any 20 days",
            "days of stays in any calendar month",
        ])
        .to_owned()
}

fn limit(bytes: &mut Bytes<'_>) -> String {
    let (lengths, events): (&[&str], &[&str]) = match bytes.below(2) {
        0 => (
            &["12 hours", "1 hour", "36 hours", "24 hours"],
            &["m", "done_m", "earliest of (m, done_m)", "latest of (m, done_m)"],
        ),
        _ => (
            &[
                "10 days",
                "1 day",
                "1 month",
                "29 days",
                "3 working days",
                "1 year",
            ],
            &["m", "d", "e", "earliest of (d, e)", "latest of (d, e)"],
        ),
    };
    let (length, from) = (bytes.one(lengths), bytes.one(events));
    let more = bytes.one(&[
        "",
        "",
        "",
        " suspended from m until done_m",
        " suspended during stays",
        " suspended from d",
        " restarted by e",
        " restarted by m",
        " suspended from d until e",
    ]);
    let longer = match length.ends_with(" hours") || length.ends_with(" hour") {
        true => bytes.one(&[
            "",
            "",
            " extended by 5 hours when a",
            " extended to 48 hours in total when b",
        ]),
        false => bytes.one(&[
            "",
            "",
            " extended by 5 days when a",
            " extended to 40 days in total when b",
            " extended by 1 day when n > 2",
        ]),
    };
    let longer = if length.contains("working") { "" } else { longer };
    match bytes.below(8) {
        0 => String::new(),
        1 => format!("at least {length} before {from}"),
        2 => format!("within {length} of {from} or 2 days of e, whichever is later"),
        3 => format!("within {length} of {from} or 2 days of e, whichever is earlier"),
        _ => format!("within {length} of {from}{more}{longer}"),
    }
}

fn duty(action: &str, bytes: &mut Bytes<'_>, derived: bool) -> String {
    let when = match bytes.below(3) {
        0 => String::new(),
        _ => format!("when {} ", condition(bytes, 1, derived)),
    };
    if bytes.below(8) == 0 {
        let every = bytes.one(&["calendar month", "20 days", "10 days"]);
        return format!(
            " must {action} {when}at least once in every {every} from d until e done xs.on_day\n"
        );
    }
    let done = bytes.one(&["done done_m", "done m", "done d", "done a"]);
    let then = match derived {
        true => bytes.one(&[
            "", "", " otherwise must follow within 3 days of due_at done d", " whereupon must follow within 2 days of done_at done e",
            " whereupon (must follow within 2 days of done_at done m) otherwise must follow within 1 day of due_at done d", " otherwise breach \"fine\"",
        ]),
        false => "",
    };
    format!(" must {action} {when}{} {done}{then}\n", limit(bytes))
}

fn counting(bytes: &mut Bytes<'_>) -> String {
    let days = bytes.one(&[
        "",
        " days : first day counted",
        " hours : first hour not counted",
        " days : clear days",
        " days : first day not counted; ends at 18:00 of the last day",
    ]);
    let months = bytes.one(&[
        "",
        " months : end on the same day, or on its last day",
        " months : end on the same day, or on the first day of the next",
        " months : end on the same day, or not at all",
        " months : first day counted; end on the same day, or on its last day",
    ]);
    let last = bytes.one(&[
        "",
        " last day not a working day -> next working day",
        " last day not a working day -> working day before",
    ]);
    let least = bytes.one(&[
        "",
        " 2 days or more : at least 2 working days",
        " anniversary of 29 february : 1 march",
        " anniversary of 29 february : 28 february",
    ]);
    format!("article 9\n counting rule of C\n by calendar cal{days}{months}{last}{least}\n")
}

/// Rules and a case in JSON.
pub fn rules(bytes: &mut Bytes<'_>) -> (String, String) {
    let facts = facts(bytes);
    let (x, y) = (number(bytes), number(bytes));
    let mut text = format!("{BEFORE}{FACTS}code C \"c\" in force from 2000-01-01\n in matters of M\n");
    text.push_str(&format!(
        "article 1\n define x as {x} if {}, {y} otherwise\n",
        condition(bytes, 1, false)
    ));
    text.push_str(" define many as count of xs where (g and v > 2)\n define total as sum of xs.v\n define top as maximum of xs.v\n define age as years from e to d\n define period_days as days of stays in any 20 days\n");
    text.push_str(&format!(
        "article 2\n define level as low if {}, middle if k is high, high otherwise\n",
        condition(bytes, 1, false)
    ));
    for article in 3..=5 {
        let action = bytes.one(&["act", "other"]);
        text.push_str(&format!("article {article}\n"));
        text.push_str(&match bytes.below(5) {
            0 => format!(
                " may {action} if {} unless {}\n",
                condition(bytes, 2, true),
                condition(bytes, 1, true)
            ),
            1 => format!(" must not {action} if {}\n", condition(bytes, 2, true)),
            2 => format!(
                " may {action} when {} {}\n",
                condition(bytes, 1, true),
                limit(bytes)
            ),
            _ => duty(action, bytes, true),
        });
        if bytes.below(4) == 0 {
            text.push_str(&format!(" despite article {}\n", 3 + bytes.below(3)));
        }
    }
    text.push_str(&format!("article 6\n{}", duty("last_act", bytes, false)));
    text.push_str(&counting(bytes));
    if bytes.below(2) == 0 {
        text.push_str(&format!(
            "code D \"d\" in force from 2000-01-01\n in matters of M\narticle 1\n define x as {} when {}\n",
            number(bytes),
            condition(bytes, 1, false)
        ));
    }
    (text, facts)
}

/// For each fact its values; an empty one leaves it out.
const VALUES: &[(&str, &[&str])] = &[
    ("a", &["true", "false", ""]),
    ("b", &["true", "false", ""]),
    ("k", &["\"low\"", "\"middle\"", "\"high\"", ""]),
    (
        "n",
        &["0", "1", "3", "2.5", "-1", "\"1/3\"", "99999999999999999999", ""],
    ),
    (
        "d",
        &[
            "\"2012-05-31\"",
            "\"2012-01-31\"",
            "\"2012-02-29\"",
            "\"2012-06-01\"",
            "\"2012-05-08\"",
            "null",
            "",
        ],
    ),
    (
        "e",
        &[
            "\"2012-06-02\"",
            "\"2012-05-31\"",
            "\"2008-02-29\"",
            "\"2012-05-05\"",
            "\"1994-06-01\"",
            "",
        ],
    ),
    (
        "m",
        &[
            "\"2012-05-31T12:00:00Z\"",
            "\"2012-06-01T12:00:00Z\"",
            "\"2012-05-01T00:00:00Z\"",
            "\"2012-05-22T23:59:59Z\"",
            "null",
            "",
        ],
    ),
    (
        "done_m",
        &[
            "\"2012-06-01T11:59:59Z\"",
            "\"2012-05-31T12:00:00Z\"",
            "\"2012-06-01T00:00:00Z\"",
            "\"2012-05-11T00:00:00Z\"",
            "null",
            "",
        ],
    ),
    (
        "t",
        &[
            "\"P1Y\"",
            "\"P13M\"",
            "\"P10D\"",
            "\"P367D\"",
            "\"1 year 10 days\"",
            "\"P0M\"",
            "",
        ],
    ),
    (
        "xs",
        &[
            "[]",
            "[{\"g\": true, \"v\": 3, \"on_day\": \"2012-05-10\"}]",
            "[{\"g\": true, \"v\": 3}, {\"v\": 2.5, \"on_day\": \"2012-05-20\"}]",
            "[{\"g\": false, \"v\": null, \"on_day\": null}, {\"g\": true, \"v\": 5, \"on_day\": \"2012-05-31\"}]",
            "",
        ],
    ),
    (
        "stays",
        &[
            "[]",
            "[{\"from\": \"2012-05-01\", \"until\": \"2012-05-20\"}]",
            "[{\"from\": \"2012-04-25\", \"until\": \"2012-05-02\"}, {\"from\": \"2012-05-31\", \"until\": null}]",
            "",
        ],
    ),
    ("place", &["\"KZ\"", "\"UZ\"", ""]),
];

fn facts(bytes: &mut Bytes<'_>) -> String {
    let mut given = Vec::new();
    for (name, values) in VALUES {
        let value = bytes.one(values);
        if !value.is_empty() {
            given.push(format!("\"{name}\": {value}"));
        }
    }
    let at = bytes.one(&[
        "\"at\": \"2012-06-01T12:00:00Z\", ",
        "\"at\": \"2012-05-31T23:59:59Z\", ",
        "\"at\": \"2012-06-01T00:00:00Z\", ",
        "",
    ]);
    format!("{{{at}\"facts\": {{{}}}}}", given.join(", "))
}
