//! The three decisions written by hand in Rust: what every engine is measured against.

/// The ten facts of a case, all known.
#[derive(Debug, Clone, Copy, serde::Serialize, serde::Deserialize)]
pub struct Facts {
    pub gravity: Gravity,
    pub intentional: bool,
    pub imprisoned_before: bool,
    /// Months.
    pub sentence: u32,
    /// Months.
    pub served: u32,
    pub violations: u32,
    pub citizen: bool,
    pub torture_danger: bool,
    pub death_penalty: bool,
    pub requested_by: Country,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Gravity {
    Minor,
    Medium,
    Serious,
    Grave,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Country {
    KZ,
    UZ,
    KG,
    RU,
    DE,
}

/// What each question comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Outcome {
    Permitted,
    Forbidden,
    Unregulated,
}

/// Open prison, parole, extradition.
#[inline(never)]
pub fn decide(facts: &Facts) -> [Outcome; 3] {
    let open = !facts.imprisoned_before
        && ((!facts.intentional && facts.sentence <= 60)
            || (facts.intentional && facts.gravity <= Gravity::Medium && facts.sentence <= 12));
    let (above, below) = match facts.gravity {
        Gravity::Minor | Gravity::Medium => (1, 3),
        Gravity::Serious => (1, 2),
        Gravity::Grave => (2, 3),
    };
    let parole = facts.served * below >= facts.sentence * above && facts.violations <= 2;
    let barred = facts.citizen
        || facts.torture_danger
        || (facts.death_penalty && facts.requested_by != Country::KZ);
    let permitted = |yes: bool| if yes { Outcome::Permitted } else { Outcome::Unregulated };
    [
        permitted(open),
        permitted(parole),
        if barred { Outcome::Forbidden } else { Outcome::Permitted },
    ]
}

/// Cases that are drawn, the same every time.
pub fn cases(count: usize) -> Vec<Facts> {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut draw = move |below: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        (seed >> 11) % below
    };
    let gravities = [Gravity::Minor, Gravity::Medium, Gravity::Serious, Gravity::Grave];
    let countries = [Country::KZ, Country::UZ, Country::KG, Country::RU, Country::DE];
    (0..count)
        .map(|_| {
            let sentence = 1 + draw(240) as u32;
            Facts {
                gravity: gravities[draw(4) as usize],
                intentional: draw(4) != 0,
                imprisoned_before: draw(3) == 0,
                sentence,
                served: draw(u64::from(sentence) + 1) as u32,
                violations: draw(6) as u32,
                citizen: draw(5) == 0,
                torture_danger: draw(8) == 0,
                death_penalty: draw(6) == 0,
                requested_by: countries[draw(5) as usize],
            }
        })
        .collect()
}
