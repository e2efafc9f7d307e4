//! Expressions as written.

use super::{CitationText, Name, Path};
use crate::source::Span;
use crate::time::{Date, Duration, TimeOfDay};
use crate::value::{Currency, Number, Rounding};

/// An expression and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression {
    /// What it is.
    pub form: Form,
    /// Where it stands.
    pub span: Span,
}

/// A literal value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// `yes`, `no`.
    Yes(bool),
    /// `none`.
    None,
    /// `1413`, `1/3`, `20%`.
    Number(Number),
    /// `1413 KZT`.
    Money(Number, Currency),
    /// `72 hours`.
    Duration(Duration),
    /// `2012-06-01`.
    Date(Date),
    /// `2012-06-01 10:15`, as written: the zone comes with the jurisdiction.
    Moment(String),
    /// `09:00`.
    TimeOfDay(TimeOfDay),
    /// `"text"`.
    Text(String),
    /// A name: a value of an enum or a country.
    Name(Name),
}

/// Operators of order and equality.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    More,
    /// `>=`
    AtLeast,
    /// `=`
    Equal,
    /// `!=`
    Different,
}

/// Words that gather a list into one value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aggregate {
    /// How many.
    Count,
    /// Their sum.
    Sum,
    /// The earliest; what has not happened is passed over.
    Earliest,
    /// The latest; what has not happened is passed over.
    Latest,
    /// The smallest.
    Minimum,
    /// The greatest.
    Maximum,
}

/// `every`, `exists`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Quantifier {
    /// All elements.
    Every,
    /// At least one element.
    Exists,
}

/// A period of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// The day.
    Day,
    /// The month.
    Month,
    /// The year.
    Year,
}

/// What is measured between two points in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SpanUnit {
    /// Elapsed time between moments.
    Time,
    /// Days between dates.
    Days,
    /// Completed months.
    Months,
    /// Completed years.
    Years,
}

/// A word before a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Prefix {
    /// `-`
    Minus,
    /// `count of` and its kin.
    Aggregate(Aggregate),
    /// `date of`
    DateOf,
    /// `time of day of`
    TimeOf,
    /// `start of`: 00:00 of a date.
    StartOf,
    /// `end of`: 24:00 of a date.
    EndOf,
}

/// Where a stretch of days lies beside a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Before it; the day itself does not belong to it.
    Before,
    /// Up to it; it is the last day.
    To,
    /// After it; the day itself does not belong to it.
    After,
}

/// Days that are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Window {
    /// `the 180 days before D`.
    Stretch {
        /// How long.
        length: Box<Expression>,
        /// On which side of the day.
        side: Side,
        /// The day.
        day: Box<Expression>,
    },
    /// `the calendar month of D`.
    Calendar(Period, Box<Expression>),
    /// Periods, or `(from A to B)`.
    Value(Box<Expression>),
}

/// Every stretch of one length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnyWindow {
    /// `any 180 days`.
    Stretch(Duration, Span),
    /// `any calendar month`.
    Calendar(Period),
}

/// Where a quota is looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Quota {
    /// In one window.
    In(Window),
    /// In every window of a length: the most that any has.
    Any(AnyWindow),
}

/// What stands after `is`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Is {
    /// `is none`.
    None,
    /// `is serious or especially_serious`, `is overdue`.
    Choice(Choice),
    /// `is one of (a, b)`.
    OneOf(Vec<Expression>),
    /// `is a decision`.
    Kind(Name),
    /// `is fulfilled late`, `is not applicable`.
    State(&'static str),
    /// `is other.value`.
    Value(Box<Expression>),
}

/// Names after `is`, any of which will do; never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The names.
    pub names: Vec<Name>,
}

/// The forms of expressions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// A literal.
    Literal(Literal),
    /// A name or a path.
    Path(Path),
    /// At least one holds; two or more operands.
    Any(Vec<Expression>),
    /// All hold; two or more operands.
    All(Vec<Expression>),
    /// Does not hold.
    Not(Box<Expression>),
    /// `a <= b`.
    Compare(Box<Expression>, Comparison, Box<Expression>),
    /// `a is …`; negated by `is not`.
    Is {
        /// What is asked about.
        subject: Box<Expression>,
        /// Whether `not` follows `is`.
        negated: bool,
        /// What it is.
        what: Is,
    },
    /// `day in stays`, `day in the 30 days before b`.
    In(Box<Expression>, Window),
    /// `stays throughout the 30 days before b`.
    Throughout(Box<Expression>, Window),
    /// `stays overlaps absences`.
    Overlaps(Box<Expression>, Box<Expression>),
    /// `10 days counted from b`, `counted back from`: the moment at which a limit ends.
    Counted {
        /// How long.
        length: Box<Expression>,
        /// Whether it is counted backwards.
        back: bool,
        /// From which event.
        from: Box<Expression>,
    },
    /// `hearing_on at 09:00`.
    At(Box<Expression>, Box<Expression>),
    /// `sentences.term in a row from b`.
    InARow(Box<Expression>, Box<Expression>),
    /// `(from a to b)`.
    PeriodOf(Box<Expression>, Box<Expression>),
    /// `days of stays in …`, `count of visits.on in …`.
    Quota {
        /// Days of periods; else how many of a list.
        days: bool,
        /// The periods or the list.
        of: Box<Expression>,
        /// Where.
        quota: Quota,
    },
    /// `a in the calendar month of b`.
    InPeriod(Box<Expression>, Period, Box<Expression>),
    /// A sum: each term with its sign (true is minus).
    Sum(Vec<(bool, Expression)>),
    /// A product: each factor with whether it divides.
    Product(Vec<(bool, Expression)>),
    /// A prefix.
    Prefix(Prefix, Box<Expression>),
    /// `every x in xs where …`, `exists x in xs where …`.
    Quantified {
        /// Which.
        quantifier: Quantifier,
        /// The name of the element.
        element: Name,
        /// The list.
        list: Path,
        /// What is said of it.
        body: Box<Expression>,
    },
    /// `xs where …`.
    Where(Box<Expression>, Box<Expression>),
    /// `earliest of (a, b)`.
    Several(Aggregate, Vec<Expression>),
    /// `time from a to b`.
    Between(SpanUnit, Box<Expression>, Box<Expression>),
    /// `parameter on date`.
    On(Box<Expression>, Box<Expression>),
    /// `eligible under article 87`.
    Under(Box<Expression>, CitationText),
    /// `tariff as it stood on 2010-12-31`.
    Stood(Box<Expression>, Date),
}

/// A lettered point and its condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Its letter or number.
    pub mark: Name,
    /// What it says.
    pub expression: Expression,
    /// The whole point.
    pub span: Span,
}

/// `any of (a) …; (b) …`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    /// True for `all of`.
    pub all: bool,
    /// The points.
    pub points: Vec<Point>,
    /// The whole list.
    pub span: Span,
}

/// What a definition says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Body {
    /// Guarded alternatives; one without a guard is the plain form.
    Alternatives(Vec<Alternative>),
    /// Lettered points: a yes/no definition.
    Points(Points),
    /// A lookup table.
    Table(Table),
}

/// One alternative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// Its value.
    pub value: Expression,
    /// When it holds.
    pub guard: Guard,
    /// How it is rounded.
    pub rounding: Option<RoundingClause>,
    /// The whole alternative.
    pub span: Span,
}

/// When an alternative holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guard {
    /// Always: nothing is written.
    Always,
    /// `if …`.
    If(Expression),
    /// `otherwise`.
    Otherwise,
}

/// `rounded up to a day`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundingClause {
    /// The direction.
    pub way: Rounding,
    /// The step.
    pub step: RoundingStep,
    /// The whole clause.
    pub span: Span,
}

/// What is rounded to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoundingStep {
    /// A unit of time, or `whole number`.
    Unit(String),
    /// A number.
    Number(Number),
}

/// A lookup table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// What is looked up.
    pub keys: Vec<Path>,
    /// Its rows, in order.
    pub rows: Vec<Row>,
    /// The whole table.
    pub span: Span,
}

/// A row: for each key the names that match; no keys at all for `otherwise`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Names per key; empty for `otherwise`.
    pub keys: Vec<Vec<Name>>,
    /// The value.
    pub value: Expression,
    /// The whole row.
    pub span: Span,
}
