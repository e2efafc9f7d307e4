//! Places at which a small edit changes what the code says.

use proc_macro2::Span;
use std::collections::BTreeMap;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, BinOp, Block, Expr, ExprLit, ImplItemFn, ItemFn, Lit, Pat, Stmt, UnOp};

/// A part of the edited text.
#[derive(Debug, Clone)]
pub enum Piece {
    Text(String),
    /// As in the source, with what is woven there.
    Range(usize, usize),
}

/// How an edit is woven.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The edited expression or the written one.
    Choice,
    /// The statement or nothing.
    Deleted,
}

/// A place and its edit.
#[derive(Debug, Clone)]
pub struct Site {
    pub kind: &'static str,
    pub form: Form,
    pub start: usize,
    pub end: usize,
    pub line: usize,
    pub function: String,
    pub mutated: Vec<Piece>,
}

impl Site {
    pub fn shown_from(&self, text: &str) -> String {
        on_one_line(&text[self.start..self.end])
    }

    pub fn shown_to(&self, text: &str) -> String {
        let parts = self.mutated.iter().map(|piece| match piece {
            Piece::Text(words) => words.as_str(),
            Piece::Range(from, to) => &text[*from..*to],
        });
        match self.form {
            Form::Choice => on_one_line(&parts.collect::<String>()),
            Form::Deleted => "nothing".to_owned(),
        }
    }
}

fn on_one_line(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(160) {
        Some((end, _)) => format!("{} ...", &words[..end]),
        None => words,
    }
}

/// The variants without contents of each enum of the sources.
pub struct Enums(BTreeMap<String, Vec<String>>);

impl Enums {
    pub fn of(texts: &[(String, String)]) -> Result<Enums, syn::Error> {
        let mut all = Enums(BTreeMap::new());
        for (_, text) in texts {
            for item in syn::parse_file(text)?.items {
                if let syn::Item::Enum(item) = item {
                    let plain = item.variants.iter().filter(|variant| variant.fields.is_empty());
                    let names = plain.map(|variant| variant.ident.to_string()).collect();
                    all.0.insert(item.ident.to_string(), names);
                }
            }
        }
        Ok(all)
    }

    /// The variant after this one, in a circle.
    fn sibling(&self, name: &str, variant: &str) -> Option<&str> {
        let variants = self.0.get(name)?;
        let place = variants.iter().position(|found| found == variant)?;
        let next = variants.get((place + 1) % variants.len())?;
        (next != variant).then_some(next.as_str())
    }
}

/// Methods that take each other's place.
const METHODS: &[(&str, &str)] = &[
    ("min", "max"),
    ("first", "last"),
    ("any", "all"),
    ("ceil", "floor"),
    ("checked_add", "checked_sub"),
    ("saturating_add", "saturating_sub"),
    ("wrapping_add", "wrapping_sub"),
    ("checked_mul", "checked_div"),
    ("succ_opt", "pred_opt"),
    ("is_some", "is_none"),
    ("is_some_and", "is_none_or"),
    ("is_ok", "is_err"),
    ("take_while", "skip_while"),
    ("is_lt", "is_le"),
    ("is_gt", "is_ge"),
    ("or_else", "and_then"),
    ("min_by_key", "max_by_key"),
    ("day", "month"),
    ("year", "month"),
    ("start_of", "end_of"),
    ("union", "intersection"),
    ("numer", "denom"),
];

fn method_instead(name: &str) -> Option<&'static str> {
    METHODS.iter().find_map(|(one, other)| match name {
        _ if name == *one => Some(*other),
        _ if name == *other => Some(*one),
        _ => None,
    })
}

/// All places in a text, tests and constants left out.
pub fn sites(text: &str, enums: &Enums) -> Result<Vec<Site>, syn::Error> {
    let mut finder = Finder {
        enums,
        function: Vec::new(),
        sites: Vec::new(),
    };
    finder.visit_file(&syn::parse_file(text)?);
    Ok(finder.sites)
}

struct Finder<'a> {
    enums: &'a Enums,
    function: Vec<String>,
    sites: Vec<Site>,
}

fn range(span: Span) -> (usize, usize) {
    let range = span.byte_range();
    (range.start, range.end)
}

impl Finder<'_> {
    fn put(&mut self, kind: &'static str, form: Form, span: Span, mutated: Vec<Piece>) {
        // constants stand outside functions
        if self.function.is_empty() {
            return;
        }
        let (start, end) = range(span);
        self.sites.push(Site {
            kind,
            form,
            start,
            end,
            line: span.start().line,
            function: self.function.join("::"),
            mutated,
        });
    }

    fn choice(&mut self, kind: &'static str, span: Span, mutated: Vec<Piece>) {
        self.put(kind, Form::Choice, span, mutated);
    }

    fn binary(&mut self, expression: &syn::ExprBinary) {
        let (kind, instead) = match expression.op {
            BinOp::Lt(_) => ("comparison", "<="),
            BinOp::Le(_) => ("comparison", "<"),
            BinOp::Gt(_) => ("comparison", ">="),
            BinOp::Ge(_) => ("comparison", ">"),
            BinOp::Eq(_) => ("comparison", "!="),
            BinOp::Ne(_) => ("comparison", "=="),
            BinOp::Add(_) => ("arithmetic", "-"),
            BinOp::Sub(_) => ("arithmetic", "+"),
            BinOp::Mul(_) => ("arithmetic", "/"),
            BinOp::Div(_) | BinOp::Rem(_) => ("arithmetic", "*"),
            BinOp::And(_) => ("connective", "||"),
            BinOp::Or(_) => ("connective", "&&"),
            BinOp::BitAnd(_) => ("connective", "|"),
            BinOp::BitOr(_) => ("connective", "&"),
            BinOp::AddAssign(_) => ("arithmetic", "-="),
            BinOp::SubAssign(_) => ("arithmetic", "+="),
            BinOp::BitAndAssign(_) => ("connective", "|="),
            BinOp::BitOrAssign(_) => ("connective", "&="),
            _ => return,
        };
        if binds(&expression.left) || binds(&expression.right) {
            return;
        }
        let (left, right) = (range(expression.left.span()), range(expression.right.span()));
        let instead = format!(" {instead} ");
        let mutated = vec![
            Piece::Range(left.0, left.1),
            Piece::Text(instead),
            Piece::Range(right.0, right.1),
        ];
        self.choice(kind, expression.span(), mutated);
    }

    fn condition(&mut self, condition: &Expr, has_else: bool) {
        if binds(condition) {
            return;
        }
        let (start, end) = range(condition.span());
        let wrapped = |open: &str| {
            vec![
                Piece::Text(open.to_owned()),
                Piece::Range(start, end),
                Piece::Text(")".to_owned()),
            ]
        };
        self.choice("negated condition", condition.span(), wrapped("!("));
        if !has_else {
            self.choice("branch never taken", condition.span(), wrapped("false && ("));
        }
    }

    fn literal(&mut self, literal: &ExprLit) {
        match &literal.lit {
            Lit::Int(number) => {
                let Ok(value) = number.base10_parse::<u64>() else {
                    return;
                };
                let suffix = number.suffix();
                let one = |value: u64| vec![Piece::Text(format!("{value}{suffix}"))];
                self.choice("number", literal.span(), one(value + 1));
                if value > 0 {
                    self.choice("number", literal.span(), one(value - 1));
                }
            }
            Lit::Bool(found) => {
                let other = vec![Piece::Text((!found.value).to_string())];
                self.choice("truth", literal.span(), other);
            }
            _ => {}
        }
    }

    fn path(&mut self, path: &syn::ExprPath) {
        let segments: Vec<String> = path
            .path
            .segments
            .iter()
            .map(|part| part.ident.to_string())
            .collect();
        let [.., name, variant] = segments.as_slice() else {
            return;
        };
        let Some(instead) = self.enums.sibling(name, variant) else {
            return;
        };
        let instead = [&segments[..segments.len() - 1], &[instead.to_owned()]]
            .concat()
            .join("::");
        self.choice("variant", path.span(), vec![Piece::Text(instead)]);
    }

    fn method(&mut self, call: &syn::ExprMethodCall) {
        let Some(instead) = method_instead(&call.method.to_string()) else {
            return;
        };
        let (name, whole) = (range(call.method.span()), range(call.span()));
        let mutated = vec![
            Piece::Range(whole.0, name.0),
            Piece::Text(instead.to_owned()),
            Piece::Range(name.1, whole.1),
        ];
        self.choice("method", call.span(), mutated);
    }

    /// Of two arms one after another without bindings, each takes what the other says.
    fn arms(&mut self, found: &syn::ExprMatch) {
        for pair in found.arms.windows(2) {
            let [one, other] = pair else {
                continue;
            };
            let same = |a: &syn::Arm, b: &syn::Arm| quoted(&a.body) == quoted(&b.body);
            if one.guard.is_some()
                || other.guard.is_some()
                || same(one, other)
                || matches!(other.pat, Pat::Wild(_))
            {
                continue;
            }
            for (here, there) in [(one, other), (other, one)] {
                let (start, end) = range(there.body.span());
                self.choice("arm", here.body.span(), vec![Piece::Range(start, end)]);
            }
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        let Stmt::Expr(expression, Some(_)) = statement else {
            return;
        };
        let inner = match expression {
            Expr::Try(tried) => &tried.expr,
            other => other,
        };
        if matches!(
            inner,
            Expr::MethodCall(_) | Expr::Assign(_) | Expr::Call(_) | Expr::Continue(_)
        ) {
            self.put("statement", Form::Deleted, statement.span(), Vec::new());
        }
    }
}

fn quoted(expression: &Expr) -> String {
    expression.span().source_text().unwrap_or_default()
}

/// Whether a condition binds names (`if let`), which a choice of two expressions cannot.
fn binds(expression: &Expr) -> bool {
    match expression {
        Expr::Let(_) => true,
        Expr::Binary(binary) => binds(&binary.left) || binds(&binary.right),
        Expr::Paren(inner) => binds(&inner.expr),
        _ => false,
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let words = attribute
            .path()
            .segments
            .last()
            .map(|part| part.ident.to_string());
        match words.as_deref() {
            Some("test") => true,
            Some("cfg") => attribute
                .meta
                .require_list()
                .is_ok_and(|list| list.tokens.to_string().contains("test")),
            _ => false,
        }
    })
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_item_fn(&mut self, item: &'ast ItemFn) {
        if item.sig.constness.is_none() && !is_test(&item.attrs) {
            self.function.push(item.sig.ident.to_string());
            visit::visit_block(self, &item.block);
            self.function.pop();
        }
    }

    fn visit_impl_item_fn(&mut self, item: &'ast ImplItemFn) {
        if item.sig.constness.is_none() && !is_test(&item.attrs) {
            self.function.push(item.sig.ident.to_string());
            visit::visit_block(self, &item.block);
            self.function.pop();
        }
    }

    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        // what tells a value to people while debugging is no meaning
        let of_trait = item.trait_.as_ref().and_then(|(_, path, _)| path.segments.last());
        if !is_test(&item.attrs) && of_trait.is_none_or(|name| name.ident != "Debug") {
            visit::visit_item_impl(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_test(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_const(&mut self, _: &'ast syn::ItemConst) {}
    fn visit_item_static(&mut self, _: &'ast syn::ItemStatic) {}
    fn visit_attribute(&mut self, _: &'ast Attribute) {}
    fn visit_pat(&mut self, _: &'ast Pat) {}
    fn visit_type(&mut self, _: &'ast syn::Type) {}
    fn visit_macro(&mut self, _: &'ast syn::Macro) {}
    fn visit_expr_const(&mut self, _: &'ast syn::ExprConst) {}
    fn visit_generic_argument(&mut self, _: &'ast syn::GenericArgument) {}

    fn visit_expr_repeat(&mut self, found: &'ast syn::ExprRepeat) {
        self.visit_expr(&found.expr);
    }

    fn visit_block(&mut self, block: &'ast Block) {
        visit::visit_block(self, block);
    }

    fn visit_stmt(&mut self, statement: &'ast Stmt) {
        self.statement(statement);
        visit::visit_stmt(self, statement);
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        if let Some((_, guard)) = &arm.guard
            && !matches!(guard.as_ref(), Expr::Binary(_))
        {
            self.condition(guard, true);
        }
        visit::visit_arm(self, arm);
    }

    fn visit_expr(&mut self, expression: &'ast Expr) {
        match expression {
            Expr::Binary(binary) => self.binary(binary),
            Expr::If(found) => self.condition(&found.cond, found.else_branch.is_some()),
            Expr::Lit(literal) => self.literal(literal),
            Expr::Path(path) => self.path(path),
            Expr::MethodCall(call) => self.method(call),
            Expr::Match(found) => self.arms(found),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
                let (start, end) = range(unary.expr.span());
                self.choice("dropped not", unary.span(), vec![Piece::Range(start, end)]);
            }
            Expr::Call(call) if matches!(call.func.as_ref(), Expr::Path(path) if path.path.is_ident("Some")) =>
            {
                self.choice("none for some", call.span(), vec![Piece::Text("None".to_owned())]);
            }
            _ => {}
        }
        visit::visit_expr(self, expression);
    }
}
