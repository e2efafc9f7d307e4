//! Loading: text to resolved law.

use super::snapshot::Snapshot;
use super::workspace::Workspace;
use crate::check;
use crate::finding::{Finding, in_reading_order, render};
use crate::law::{self, InstrumentId};
use crate::plan::{LawOf, Plan};
use crate::resolve::{self, Kept, Lasting, Program, ReadingId};
use crate::source::{FileId, Limits, LoadError, SourceMap, collect_files, read_text};
use crate::syntax::tree::File;
use crate::time::{Calendar, Date};
use crate::timeline::{self, Stretch, Timeline};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Rules that were parsed, resolved and checked.
#[derive(Debug, Clone)]
pub struct Library {
    pub(super) inner: Arc<Inner>,
}

/// What a plan depends on: the days between two changes of the law, those of the instruments that are taken on another
/// day, and the readings asked for.
type PlanKey = (
    Stretch,
    Option<(Stretch, BTreeSet<InstrumentId>)>,
    BTreeSet<ReadingId>,
);

#[derive(Debug)]
pub(super) struct Inner {
    pub program: Arc<Program>,
    pub sources: SourceMap,
    pub warnings: Vec<Finding>,
    pub timeline: Timeline,
    pub limits: Limits,
    plans: Mutex<Plans>,
    #[cfg(feature = "columns")]
    digest: std::sync::OnceLock<String>,
}

/// Why rules could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// A file could not be read.
    #[error(transparent)]
    Read(#[from] LoadError),
    /// The rules have errors.
    #[error(transparent)]
    Rules(#[from] RuleErrors),
}

/// The findings that make rules unusable, with the files they point into.
#[derive(Debug)]
pub struct RuleErrors {
    /// Findings in reading order, warnings among them.
    pub findings: Vec<Finding>,
    /// The files.
    pub sources: SourceMap,
}

impl fmt::Display for RuleErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in self.findings.iter().filter(|finding| finding.is_error()) {
            f.write_str(&render(finding, &self.sources, 100, false))?;
        }
        Ok(())
    }
}

impl std::error::Error for RuleErrors {}

/// Everything that checking found, and the library where the rules are usable.
#[derive(Debug)]
pub struct Checked {
    /// Findings in reading order.
    pub findings: Vec<Finding>,
    /// Findings beyond the limit, only counted.
    pub more: usize,
    /// The files.
    pub sources: SourceMap,
    /// What could be resolved, whether or not there are errors.
    pub program: Arc<Program>,
    /// The library, when no finding is an error.
    pub library: Option<Library>,
}

impl Library {
    /// Loads the `.law` files of a folder (or one file), with the default limits.
    pub fn load(path: impl AsRef<Path>) -> Result<Library, LibraryError> {
        let checked = Library::check(&[path.as_ref()], &Limits::default())?;
        checked.into_library()
    }

    /// Loads rules from texts, each with the name under which findings show it.
    pub fn from_texts<'a>(
        texts: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Library, LibraryError> {
        let mut sources = SourceMap::default();
        for (name, text) in texts {
            sources.add(name, text);
        }
        Library::check_sources(sources, &Limits::default()).into_library()
    }

    /// Reads, parses, resolves and checks the `.law` files under some paths.
    pub fn check(paths: &[&Path], limits: &Limits) -> Result<Checked, LoadError> {
        let mut sources = SourceMap::default();
        for path in paths {
            for file in collect_files(path, &["law"], limits)? {
                let text = read_text(&file, limits)?;
                sources.add(&file.display().to_string(), &text);
            }
        }
        Ok(Library::check_sources(sources, limits))
    }

    /// Parses, resolves and checks files that were already read.
    pub fn check_sources(sources: SourceMap, limits: &Limits) -> Checked {
        let mut workspace = Workspace::new(limits);
        for file in sources.files() {
            workspace.parse(file);
        }
        workspace.check_of(sources)
    }

    /// Resolves and checks files that were already parsed, with what parsing them found, and with what is kept of
    /// resolving them before some of them were edited.
    pub(super) fn check_trees(
        trees: &[File],
        mut findings: Vec<Finding>,
        sources: SourceMap,
        limits: &Limits,
        kept: Option<&Arc<Kept>>,
    ) -> (Checked, Lasting) {
        let lost = LostWords::of(trees, &sources);
        let (law, found) = law::from_trees(trees);
        findings.extend(found);
        let (law, found) = timeline::enact(law);
        findings.extend(found);
        let resolved = resolve::from_law(law, limits, kept);
        findings.extend(resolved.findings);
        let program = resolved.program;
        findings.extend(check::check(&program, limits));
        findings.retain(|finding| !lost.explains(finding, &sources));
        leave_out_lost_dates(&mut findings);
        // what nobody uses may be used once the errors are mended
        if findings.iter().any(Finding::is_error) {
            let kept = |name: &str| matches!(name, "confusable-name" | "hidden-character");
            findings.retain(|finding| finding.is_error() || kept(finding.name));
        }
        let checked = finish(findings, sources, program, limits);
        (checked, resolved.lasting)
    }

    /// The law on a date: cheap, cached by stretch of days between changes of the law.
    pub fn on(&self, date: Date) -> Snapshot {
        Snapshot::new(self.clone(), Some(date))
    }

    /// The law at whatever date each case or its matter states.
    pub fn at_any_date(&self) -> Snapshot {
        Snapshot::new(self.clone(), None)
    }

    /// Findings that do not make the rules unusable.
    pub fn warnings(&self) -> &[Finding] {
        &self.inner.warnings
    }

    /// The rule files.
    pub fn sources(&self) -> &SourceMap {
        &self.inner.sources
    }

    /// The resolved law.
    pub fn program(&self) -> &Program {
        &self.inner.program
    }

    /// One date of every stretch of days between changes of the law, in order.
    pub fn dates(&self) -> impl Iterator<Item = Date> {
        self.inner.timeline.dates()
    }

    /// A calendar by its name: which days are worked.
    pub fn calendar(&self, name: &str) -> Option<&Calendar> {
        let calendars = &self.inner.program.calendars;
        let found = calendars.iter().find(|made| &*made.name.text == name);
        found.map(|made| &made.calendar)
    }

    /// The SHA-256 of all rule texts in the order of their names, in hexadecimal: two libraries with one digest are the
    /// same law.
    #[cfg(feature = "columns")]
    pub fn digest(&self) -> &str {
        self.inner.digest.get_or_init(|| {
            use sha2::Digest;
            let mut files: Vec<_> = self.inner.sources.files().iter().collect();
            files.sort_by_key(|file| file.name().to_owned());
            let mut hash = sha2::Sha256::new();
            for file in files {
                hash.update(u64::try_from(file.text().len()).unwrap_or(u64::MAX).to_be_bytes());
                hash.update(file.text());
            }
            hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
        })
    }

    /// The limits of input.
    pub fn limits(&self) -> &Limits {
        &self.inner.limits
    }

    /// The plan of a date on some readings, made once for all dates between two changes of the law.
    pub(crate) fn plan(&self, date: Date, readings: &BTreeSet<ReadingId>) -> Arc<Plan> {
        self.plan_of(&LawOf::Date(date), readings)
    }

    /// The plan of the law of a date, or of some instruments on another date than the rest.
    pub(crate) fn plan_of(&self, law: &LawOf, readings: &BTreeSet<ReadingId>) -> Arc<Plan> {
        let timeline = &self.inner.timeline;
        let others = match law {
            LawOf::Date(_) => None,
            LawOf::Instruments {
                instruments, others, ..
            } => Some((timeline.stretch(*others), instruments.clone())),
        };
        let key = (timeline.stretch(law.date()), others, readings.clone());
        let mut plans = self.inner.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = plans.made.get(&key) {
            return known.clone();
        }
        let made = Arc::new(Plan::from_resolved(&self.inner.program, law, readings));
        if plans.size > MOST_KEPT {
            *plans = Plans::default();
        }
        plans.size += made.size();
        plans.made.insert(key, made.clone());
        made
    }
}

/// Norms in the plans that are kept, about: more of them are made anew.
const MOST_KEPT: usize = 1_000_000;

/// Plans that were made.
#[derive(Debug, Default)]
struct Plans {
    made: HashMap<PlanKey, Arc<Plan>>,
    /// How many norms and subjects they hold together.
    size: usize,
}

/// An amendment whose day is written and is no day is told once: by its day.
fn leave_out_lost_dates(findings: &mut Vec<Finding>) {
    let wrong = findings
        .iter()
        .filter(|finding| finding.name == "impossible-date");
    let files: HashSet<FileId> = wrong.map(|finding| finding.span.file()).collect();
    findings
        .retain(|finding| finding.name != "amendment-without-date" || !files.contains(&finding.span.file()));
}

/// The words of items that could not be read. What they declare or use is lost, so findings that may only
/// follow from that are left out until the text is mended.
struct LostWords {
    words: HashSet<String>,
}

impl LostWords {
    fn of(trees: &[File], sources: &SourceMap) -> LostWords {
        let mut words = HashSet::new();
        for span in trees.iter().flat_map(|tree| &tree.failed) {
            let text = sources.text(*span);
            let names = text.split(|letter: char| !(letter.is_alphanumeric() || letter == '_'));
            words.extend(names.filter(|name| !name.is_empty()).map(str::to_owned));
        }
        LostWords { words }
    }

    fn explains(&self, finding: &Finding, sources: &SourceMap) -> bool {
        if self.words.is_empty() {
            return false;
        }
        let lost = || {
            sources
                .text(finding.span)
                .split('.')
                .any(|name| self.words.contains(name.trim()))
        };
        match finding.name {
            "no-matter" | "delegation-not-allowed" | "no-act-of-kind" => true,
            name if name.starts_with("unknown-") => lost(),
            _ => false,
        }
    }
}

fn finish(mut findings: Vec<Finding>, sources: SourceMap, program: Program, limits: &Limits) -> Checked {
    in_reading_order(&mut findings);
    let program = Arc::new(program);
    let usable = !findings.iter().any(Finding::is_error);
    let library = usable.then(|| Library {
        inner: Arc::new(Inner {
            timeline: Timeline::of(&program.law),
            program: program.clone(),
            sources: sources.clone(),
            warnings: findings.clone(),
            limits: *limits,
            plans: Mutex::default(),
            #[cfg(feature = "columns")]
            digest: std::sync::OnceLock::new(),
        }),
    });
    let more = findings.len().saturating_sub(limits.findings);
    findings.truncate(limits.findings);
    Checked {
        findings,
        more,
        sources,
        program,
        library,
    }
}

impl Checked {
    /// The library, or the errors.
    pub fn into_library(self) -> Result<Library, LibraryError> {
        match self.library {
            Some(library) => Ok(library),
            None => Err(RuleErrors {
                findings: self.findings,
                sources: self.sources,
            }
            .into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_thousand_dates_make_no_more_plans_than_there_are_versions_of_the_law() {
        let text = "matter M \"m\"\n a : yes/no\naction act of M\ncode C \"c\" in force from 2000-01-01\n in matters of M\n\
            article 1\n in force from 2000-01-01 until 2004-12-31\n may act when a\n\
            article 1\n in force from 2005-01-01\n must not act when a\n";
        let library = match Library::from_texts([("c.law", text)]) {
            Ok(library) => library,
            Err(error) => panic!("{error}"),
        };
        let mut date = Date::from_ymd_opt(1995, 1, 1).unwrap_or(Date::MIN);
        for _ in 0..10_000 {
            library.plan(date, &BTreeSet::new());
            date = date.succ_opt().unwrap_or(Date::MAX);
        }
        let plans = library
            .inner
            .plans
            .lock()
            .map(|plans| plans.made.len())
            .unwrap_or(0);
        assert_eq!(plans, 3);
        assert_eq!(library.dates().count(), 3);
    }
}
