//! Whether a norm applies, compiled.

use super::{Beyond, Compiler, Cond, Env};
use crate::resolve::{Condition, Norm};

impl Compiler<'_> {
    /// Whether a norm's hypothesis holds: all of `when` and `if`, none of `unless`, in its window.
    pub fn hypothesis(&mut self, norm: &Norm, env: &Env) -> Result<Cond, Beyond> {
        let mut parts = Vec::new();
        for condition in norm.when.iter().chain(&norm.if_) {
            parts.push(self.condition(condition, env)?);
        }
        for condition in &norm.unless {
            let holds = self.condition(condition, env)?;
            parts.push(self.not(holds));
        }
        for (condition, contrary) in &norm.applies {
            let holds = self.condition(condition, env)?;
            parts.push(if *contrary { self.not(holds) } else { holds });
        }
        if !norm.window.is_empty() {
            parts.push(self.window(&norm.window, env)?);
        }
        Ok(self.all(&parts))
    }

    /// A condition: a term, or lettered points.
    pub fn condition(&mut self, condition: &Condition, env: &Env) -> Result<Cond, Beyond> {
        match condition {
            Condition::Plain(term) => self.cond(term, env),
            Condition::Points { all, points } => {
                let parts: Result<Vec<Cond>, Beyond> =
                    points.iter().map(|(_, term)| self.cond(term, env)).collect();
                let parts = parts?;
                Ok(if *all { self.all(&parts) } else { self.any(&parts) })
            }
        }
    }
}
