//! Taking folds out of formulas.

use crate::diagnostic::Code;
use crate::document::IS_WHOLE;
use crate::formula::{
    Argument, Complaint, CreditWord, Expr, ExprKind, Fold as Written, Ident, Meaning, Names, Program, Scope, Sense,
    TextSpan, Window, check, dotted,
};
use crate::log::{FieldId, FieldType, Kind, KindId, Kinds};
use crate::quantity::{Currency, RoundingMode, Unit};
use crate::rule::Rules;

use super::aggregate::result_unit;
use super::fact::{FactQuestion, FieldPath, Said};
use super::fold::{Credited, Fold, Folds};
use super::state::STATE_WORDS;

/// Reads a fold over facts; complaints say what is wrong with it.
pub fn extract(
    written: &Written,
    span: TextSpan,
    kinds: &Kinds,
    rules: &Rules,
    currency: Option<Currency>,
    folds: &mut Folds,
    complaints: &mut Vec<Complaint>,
) -> Option<Fold> {
    let kind = kind_of(&written.value, span, kinds, complaints)?;
    let mut names = FactNames { kinds, kind, rules, currency, folds, inner: false, decides: false, alone: false };
    names.extract(written, span, complaints)
}

/// The kind that a fold is over: the first that its value names, or else of what a fold inside it is.
pub(super) fn kind_of(value: &Expr, span: TextSpan, kinds: &Kinds, complaints: &mut Vec<Complaint>) -> Option<KindId> {
    let found = named_kind(value, kinds).or_else(|| of_inner(value, kinds));
    if found.is_none() && names_broken(value, kinds) {
        return None;
    }
    if IS_WHOLE
        && found.is_none()
        && matches!(&value.kind, ExprKind::Path(path) if path.first().is_some_and(|first| first.text.as_ref() == "review"))
    {
        let help = "say under `reviews` what people are rated for, and by whom".to_owned();
        Complaint::add(complaints, Code::FormulaUnknownName, span, "the plan has no reviews", help);
        return None;
    }
    if found.is_none() {
        let known: Vec<&str> = kinds.iter().map(|(_, kind)| kind.name()).collect();
        let first = known.first().copied().unwrap_or("order");
        let mut complaint = Complaint::new(Code::FormulaUnknownName, span, "the fold names no kind of fact");
        complaint.help = Some(match value.kind {
            ExprKind::Path(ref path) => match crate::diagnostic::nearest(&dotted(path.get(..1).unwrap_or(path)), known)
            {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write the kind first: `{first}.…`"),
            },
            _ => format!("write the kind first: `{first}.…`"),
        });
        complaints.push(complaint);
    }
    found
}

/// The first kind that an expression names outside of folds.
fn named_kind(value: &Expr, kinds: &Kinds) -> Option<KindId> {
    let path = match &value.kind {
        ExprKind::Fold(_) => return None,
        ExprKind::Path(path) => path.first(),
        ExprKind::Call { path, .. } if path.len() > 1 => path.first(),
        _ => None,
    };
    let own = path.and_then(|first| kinds.find(&first.text)).map(|(kind, _)| kind);
    own.or_else(|| value.children().into_iter().find_map(|child| named_kind(child, kinds)))
}

/// The first kind of which a fold inside an expression is, or over which.
fn of_inner(value: &Expr, kinds: &Kinds) -> Option<KindId> {
    if let ExprKind::Fold(fold) = &value.kind {
        let of = fold.of.as_deref().and_then(<[Ident]>::first).and_then(|first| kinds.find(&first.text));
        return of.map(|(kind, _)| kind).or_else(|| named_kind(&fold.value, kinds));
    }
    value.children().into_iter().find_map(|child| of_inner(child, kinds))
}

/// Whether an expression names a kind that is declared but not sound.
fn names_broken(value: &Expr, kinds: &Kinds) -> bool {
    let mut broken = false;
    value.walk(&mut |expr| {
        if let ExprKind::Path(path) = &expr.kind {
            broken |= path.first().is_some_and(|first| kinds.is_broken(&first.text, None));
        }
    });
    broken
}

/// The names inside a fold: the fields of its kind.
pub struct FactNames<'a> {
    pub(super) kinds: &'a Kinds,
    pub(super) kind: KindId,
    pub(super) rules: &'a Rules,
    pub(super) currency: Option<Currency>,
    pub(super) folds: &'a mut Folds,
    /// Whether the fold stands inside another one.
    pub(super) inner: bool,
    /// Whether it is the condition by which it is decided which facts count.
    pub(super) decides: bool,
    /// Whether one fact or record is looked at by itself, and no time is asked for: a fold is over all that refers to it.
    pub(super) alone: bool,
}

impl<'a> FactNames<'a> {
    /// The names inside the condition by which it is decided which facts of a kind count.
    pub fn new(
        kinds: &'a Kinds,
        kind: KindId,
        rules: &'a Rules,
        currency: Option<Currency>,
        folds: &'a mut Folds,
    ) -> Self {
        FactNames { kinds, kind, rules, currency, folds, inner: false, decides: true, alone: false }
    }

    /// The names of one record or fact of a kind, looked at by itself; folds over what refers to it are among them.
    pub fn of_one(
        kinds: &'a Kinds,
        kind: KindId,
        rules: &'a Rules,
        currency: Option<Currency>,
        folds: &'a mut Folds,
    ) -> Self {
        FactNames { kinds, kind, rules, currency, folds, inner: false, decides: false, alone: true }
    }

    pub(super) fn kind(&self) -> Option<&'a Kind> {
        self.kinds.iter().find(|(id, _)| *id == self.kind).map(|(_, kind)| kind)
    }

    pub(super) fn extract(
        &mut self,
        written: &Written,
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Fold> {
        let counts_only = self.is_kind(&written.value);
        let value = if counts_only { None } else { Some(check(&written.value, None, self, complaints)) };
        let filter = written.filter.as_ref().map(|filter| check(filter, Some(Unit::YesNo), self, complaints));
        let counts = self.counts();
        let way = self.way(written, span, complaints);
        let aggregate = self.aggregate(written, span, complaints);
        let (value, filter, aggregate) = (value.map_or(Some(None), |v| v.map(Some))?, filter, aggregate?);
        let filter = filter.map_or(Some(None), |f| f.map(Some))?;
        let unit = result_unit(aggregate, value.as_ref().map(|value| value.unit), written.value.span, complaints)?;
        let credited = match written.credit {
            Some(CreditWord::Overlay) => Credited::Overlay,
            Some(CreditWord::Direct) | None => Credited::Direct,
        };
        let (value, filter) = (value.map(Program::simplified), both(counts, filter).map(Program::simplified));
        Some(Fold { kind: self.kind, aggregate, value, filter, credited, way: way.ok()?, unit })
    }

    /// Whether an expression is the bare name of the kind, as in `count(order)`.
    fn is_kind(&self, value: &Expr) -> bool {
        match &value.kind {
            ExprKind::Path(path) => match path.as_slice() {
                [only] => self
                    .kind()
                    .is_some_and(|kind| kind.name() == only.text.as_ref() && kind.field(&only.text).is_none()),
                _ => false,
            },
            _ => false,
        }
    }

    /// The condition under which facts of the kind count at all.
    fn counts(&mut self) -> Option<Program<FactQuestion>> {
        let text = self.kind()?.counts()?.as_str().to_owned();
        let expr = crate::formula::parse(&text).ok()?;
        // Its problems are reported where the kind is declared.
        let before = std::mem::replace(&mut self.decides, true);
        let counts = check(&expr, Some(Unit::YesNo), self, &mut Vec::new());
        self.decides = before;
        counts
    }

    /// Whether a path leads to a field that is declared but not sound.
    pub(super) fn is_broken(&self, path: &[Ident]) -> bool {
        let Some((last, way)) = path.split_last() else {
            return false;
        };
        let kind = match self.field(way) {
            Some((_, FieldType::Reference(kind))) => {
                self.kinds.iter().find(|(id, _)| *id == kind).map(|(_, kind)| kind)
            }
            Some(_) => None,
            None if way.is_empty() => self.kind(),
            None => return self.is_broken(way),
        };
        kind.is_some_and(|kind| self.kinds.is_broken(kind.name(), Some(&last.text)))
    }

    /// A path without the kind at hand before it.
    pub(super) fn without_kind<'p>(&self, path: &'p [Ident]) -> &'p [Ident] {
        match (path.split_first(), self.kind()) {
            (Some((first, rest)), Some(kind)) if first.text.as_ref() == kind.name() && !rest.is_empty() => rest,
            _ => path,
        }
    }

    /// The fields on a path, and the type of the last.
    pub(super) fn field(&self, path: &[Ident]) -> Option<(Vec<FieldId>, FieldType)> {
        self.field_of(self.kind()?, path)
    }

    /// The fields on a path from a kind, and the type of the last.
    pub(super) fn field_of(&self, kind: &Kind, path: &[Ident]) -> Option<(Vec<FieldId>, FieldType)> {
        let mut kind = kind;
        let mut fields = Vec::new();
        let mut last = None;
        for ident in path {
            if let Some(FieldType::Reference(next)) = last {
                kind = &self.kinds[next];
            } else if last.is_some() {
                return None;
            }
            let (id, field) = kind.field(&ident.text)?;
            fields.push(id);
            last = Some(field.ty());
        }
        Some((fields, last?))
    }
}

fn both(
    one: Option<crate::formula::Program<FactQuestion>>,
    other: Option<crate::formula::Program<FactQuestion>>,
) -> Option<crate::formula::Program<FactQuestion>> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.and(other)),
        (one, other) => one.or(other),
    }
}

/// A word of the envelope that may be asked.
fn said(name: &str) -> Option<Meaning<FactQuestion>> {
    let (said, _, unit) = Said::ALL.into_iter().find(|(_, word, _)| *word == name)?;
    Some(Meaning { question: FactQuestion::Said(said), unit })
}

pub(super) fn unit_of(ty: FieldType) -> Unit {
    match ty {
        FieldType::Number => Unit::Number,
        FieldType::Money => Unit::Money,
        FieldType::Ratio => Unit::Ratio,
        FieldType::Duration => Unit::Duration,
        FieldType::Date | FieldType::Instant => Unit::Date,
        FieldType::Text | FieldType::Reference(_) | FieldType::Entry => Unit::Text,
        FieldType::YesNo => Unit::YesNo,
        FieldType::List => Unit::List,
        FieldType::Person => Unit::Person,
        FieldType::Unit => Unit::OrgUnit,
    }
}

impl Names for FactNames<'_> {
    type Question = FactQuestion;

    fn path(&mut self, path: &[Ident]) -> Sense<FactQuestion> {
        let Some(kind) = self.kind() else {
            return Sense::Unknown;
        };
        let rest = self.without_kind(path);
        let found = self.field(rest).or_else(|| self.field(path));
        if let Some((fields, ty)) = found {
            let is_day = kind.on().is_some_and(|on| fields == [on]);
            let question = if is_day { FactQuestion::Day } else { FactQuestion::Field(FieldPath(fields)) };
            return Sense::Means(Meaning { question, unit: unit_of(ty) });
        }
        if let Some(meaning) = self.state(rest).or_else(|| self.state(path)) {
            return Sense::Means(meaning);
        }
        match rest {
            [only] if only.text.as_ref() == "on" && !kind.is_record() => {
                Sense::Means(Meaning { question: FactQuestion::Day, unit: Unit::Date })
            }
            [only] if !kind.is_record() && said(&only.text).is_some() => said(&only.text).into(),
            _ if self.is_broken(rest) || self.is_broken(path) => Sense::Broken,
            _ => Sense::Unknown,
        }
    }

    fn known(&self) -> Vec<String> {
        let Some(kind) = self.kind() else {
            return Vec::new();
        };
        let fields = kind.fields().map(|(_, field)| field.name().to_owned());
        let dotted = kind.fields().map(|(_, field)| format!("{}.{}", kind.name(), field.name()));
        let words = kind.is_record().then_some(STATE_WORDS).into_iter().flatten().map(|word| (*word).to_owned());
        fields.chain(dotted).chain(words).collect()
    }

    fn currency(&self) -> Option<Currency> {
        self.currency
    }

    fn fold(
        &mut self,
        written: &Written,
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Option<Meaning<FactQuestion>> {
        if self.alone {
            return self.keyed(written, span, complaints);
        }
        let message = "a fold inside a fold needs to say of what, when and whose";
        let complaint = Complaint::new(Code::FormulaContext, span, message);
        complaints.push(complaint.help("write it like `first(order.number of customer)[all] at company`"));
        None
    }

    fn call(
        &mut self,
        path: &[Ident],
        arguments: &[Argument],
        span: TextSpan,
        complaints: &mut Vec<Complaint>,
    ) -> Sense<FactQuestion> {
        self.state_call(path, arguments, span, complaints)
    }

    fn functions(&self) -> Vec<String> {
        self.state_functions()
    }

    fn rounding(&self) -> Option<RoundingMode> {
        self.rules.rounding.as_ref().map(|rounding| rounding.to.mode())
    }

    fn fixed(&self) -> Option<&'static str> {
        let is_record = self.kind().is_some_and(Kind::is_record);
        Some(if is_record {
            "a record is looked at as it stands at the end of the time asked for, and of no one else"
        } else {
            "a fact has one day and one owner: it cannot be asked at another time or of somebody else"
        })
    }

    fn whole(&mut self, expr: &Expr, complaints: &mut Vec<Complaint>) -> Sense<FactQuestion> {
        if self.names_no_stage(expr, complaints) {
            return Sense::Broken;
        }
        let ExprKind::At { value, scope: Scope::Company } = &expr.kind else {
            return Sense::Unknown;
        };
        let ExprKind::Window { value, window: Window::All } = &value.kind else {
            return Sense::Unknown;
        };
        let ExprKind::Fold(written) = &value.kind else {
            return Sense::Unknown;
        };
        self.keyed(written, expr.span, complaints).into()
    }
}
