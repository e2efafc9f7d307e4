//! Answers in the language of the reader: what the engine says is said by its phrase book, what the rules say stays.

use super::answer::Answer;
use super::notes::Note;
use super::timeline::CaseTimeline;
use super::why::WhyNode;
use crate::words::Words;

impl Answer {
    /// The same answer in a language: notes, reasons, steps of a count.
    pub(crate) fn in_language(mut self, language: &str) -> Answer {
        let words = Words::of(language);
        self.words = words;
        said_notes(&mut self.notes, words);
        // reasons were told in the language already, but for the comparison of versions
        for node in self.why.iter_mut().filter(|node| node.kind == "comparison") {
            said_comparison(node, words);
        }
        for step in self.counting.iter_mut().flat_map(|counting| &mut counting.steps) {
            *step = words.say(step);
        }
        if let Some(sanction) = &mut self.sanction {
            *sanction = words.say(sanction);
        }
        for failed in &mut self.undetermined {
            failed.why = words.say(&failed.why);
        }
        for version in self
            .compared
            .iter_mut()
            .flat_map(|compared| &mut compared.versions)
        {
            version.words = words.say(&version.words);
        }
        for other in self.readings.iter_mut().flat_map(|taken| &mut taken.others) {
            other.words = words.say(&other.words);
        }
        self
    }

    /// The words of its language.
    pub(super) fn words(&self) -> &'static Words {
        self.words
    }
}

impl CaseTimeline {
    /// The same timeline in a language.
    pub(crate) fn in_language(mut self, language: &str) -> CaseTimeline {
        let words = Words::of(language);
        self.words = words;
        said_notes(&mut self.notes, words);
        for row in &mut self.rows {
            said_notes(&mut row.notes, words);
            for step in row.counting.iter_mut().flat_map(|counting| &mut counting.steps) {
                *step = words.say(step);
            }
            if let Some(sanction) = &mut row.sanction {
                *sanction = words.say(sanction);
            }
        }
        self
    }
}

fn said_notes(notes: &mut [Note], words: &Words) {
    for note in notes {
        note.text = words.say(&note.text);
    }
}

fn said_comparison(node: &mut WhyNode, words: &Words) {
    node.words = words.say(&node.words);
    for version in &mut node.because {
        version.words = words.say(&version.words);
    }
}
