//! Citations: the address of everything in the law.

use std::fmt;
use std::sync::Arc;

/// Where something stands: `KZ CCP art. 491(1)(b)`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Citation {
    /// The jurisdiction's name, in lower case as declared.
    pub jurisdiction: Option<Arc<str>>,
    /// The instrument's short name.
    pub instrument: Arc<str>,
    /// Article number.
    pub article: Option<Arc<str>>,
    /// Paragraph number.
    pub paragraph: Option<Arc<str>>,
    /// Lettered points, outermost first.
    pub points: Vec<Arc<str>>,
}

impl Citation {
    /// An instrument as a whole.
    pub fn instrument(jurisdiction: Option<Arc<str>>, instrument: Arc<str>) -> Citation {
        Citation {
            jurisdiction,
            instrument,
            article: None,
            paragraph: None,
            points: Vec::new(),
        }
    }

    /// An article of it.
    pub fn with_article(&self, article: Arc<str>) -> Citation {
        Citation {
            article: Some(article),
            paragraph: None,
            points: Vec::new(),
            ..self.clone()
        }
    }

    /// A paragraph of it.
    pub fn with_paragraph(&self, paragraph: Arc<str>) -> Citation {
        Citation {
            paragraph: Some(paragraph),
            points: Vec::new(),
            ..self.clone()
        }
    }

    /// A point of it.
    pub fn with_point(&self, point: Arc<str>) -> Citation {
        let mut cited = self.clone();
        cited.points.push(point);
        cited
    }

    /// Whether `other` is this provision or part of it.
    pub fn covers(&self, other: &Citation) -> bool {
        let part = |mine: &Option<Arc<str>>, theirs: &Option<Arc<str>>| mine.is_none() || mine == theirs;
        let jurisdictions = self.jurisdiction.is_none()
            || other.jurisdiction.is_none()
            || self.jurisdiction == other.jurisdiction;
        jurisdictions
            && self.instrument == other.instrument
            && part(&self.article, &other.article)
            && part(&self.paragraph, &other.paragraph)
            && other.points.starts_with(&self.points)
    }
}

impl fmt::Display for Citation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(jurisdiction) = &self.jurisdiction {
            write!(f, "{} ", jurisdiction.to_uppercase())?;
        }
        f.write_str(&self.instrument)?;
        if let Some(article) = &self.article {
            write!(f, " art. {article}")?;
        }
        if let Some(paragraph) = &self.paragraph {
            let lead = if self.article.is_some() { "" } else { " para. " };
            write!(f, "{lead}({paragraph})")?;
        }
        self.points.iter().try_for_each(|point| write!(f, "({point})"))
    }
}

/// Why a text is not a citation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a citation; write it as in \"CCP article 491\" or \"KZ CCP art. 532(1)(b)\"")]
pub struct CitationError(pub String);

/// Reads `KZ CCP art. 491(1)(b)`, `CCP article 532 paragraph 1 point (b)`, or an instrument's name alone.
pub fn parse_citation(text: &str) -> Result<Citation, CitationError> {
    let wrong = || CitationError(text.chars().take(80).collect());
    let spaced = text
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace("art.", "article ")
        .replace("para.", "paragraph ");
    let mut words = spaced
        .split_whitespace()
        .filter(|word| *word != "(" && *word != ")")
        .peekable();
    let mut names: Vec<Arc<str>> = Vec::new();
    while let Some(word) =
        words.next_if(|word| !matches!(*word, "article" | "paragraph" | "point" | "art" | "para"))
    {
        names.push(word.into());
    }
    let (jurisdiction, instrument) = match names.as_slice() {
        [instrument] => (None, instrument.clone()),
        [jurisdiction, instrument] => (Some(jurisdiction.to_lowercase().into()), instrument.clone()),
        _ => return Err(wrong()),
    };
    let mut cited = Citation::instrument(jurisdiction, instrument);
    let mut next = "article";
    while let Some(word) = words.next() {
        let mark: Arc<str> = match word {
            "article" | "art" | "paragraph" | "para" | "point" => {
                next = match word {
                    "article" | "art" => "article",
                    "paragraph" | "para" => "paragraph",
                    _ => "point",
                };
                words.next().ok_or_else(wrong)?.into()
            }
            mark => mark.into(),
        };
        let numbered = mark.starts_with(|letter: char| letter.is_ascii_digit());
        match next {
            "article" if numbered => cited = cited.with_article(mark),
            "paragraph" if numbered && cited.points.is_empty() => cited = cited.with_paragraph(mark),
            "article" => return Err(wrong()),
            _ => cited = cited.with_point(mark),
        }
        next = if next == "article" { "paragraph" } else { "point" };
    }
    Ok(cited)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_spellings_read_alike() {
        let short = parse_citation("KZ CCP art. 532(1)(b)").unwrap();
        assert_eq!(short.to_string(), "KZ CCP art. 532(1)(b)");
        assert_eq!(
            parse_citation("kz CCP article 532 paragraph 1 point (b)").unwrap(),
            short
        );
        assert_eq!(
            parse_citation("CCP article 141-1").unwrap().to_string(),
            "CCP art. 141-1"
        );
        assert!(parse_citation("").is_err());
        assert!(parse_citation("CCP article x").is_err());
    }

    #[test]
    fn an_article_covers_its_paragraphs() {
        let article = parse_citation("CCP art. 532").unwrap();
        let point = parse_citation("KZ CCP art. 532(1)(b)").unwrap();
        assert!(article.covers(&point));
        assert!(!point.covers(&article));
    }
}
