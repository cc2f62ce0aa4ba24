//! Functions inside of named types and of enums. They have no layout, on which the compiler panics.

use lutra_compiler::pr::{Def, DefKind, Ty, TyKind};
use lutra_compiler::{Project, _bench};

use crate::answers::Fault;

const NAMED: &str = "a named type describes data and cannot contain a function: \
                     write the type of the function where it is used";
const ENUM: &str = "an enum describes data and cannot contain a function";

/// Returns the faults of the named types of a source; none for one that cannot be parsed.
pub fn of_source(text: &str, source_id: u16) -> Vec<Fault> {
    // What is exposed for benchmarks is all there is of the parser. To check first would be too late: the compiler panics
    // where a named function type is called.
    let (Some(source), diagnostics, _) = _bench::parse_source(text, source_id) else { return vec![] };
    if !diagnostics.is_empty() {
        return vec![];
    }
    let types = source.root.iter_defs_re().filter_map(|(_, def)| match &def.kind {
        DefKind::Ty(ty) => function_in(&ty.ty, true).and_then(|ty| ty.span.or(def.span_name)),
        _ => None,
    });
    types.map(|span| Fault::new(NAMED, Some(span))).collect()
}

/// Returns the faults of the types of functions and constants.
pub fn of_project(project: &Project) -> Vec<Fault> {
    (project.root_module.iter_defs_re())
        .filter(|(path, def)| path.first() != "std" && value_type(def).is_some_and(has_enum_with_function))
        .map(|(_, def)| Fault::new(ENUM, def.span_name))
        .collect()
}

/// Returns the type of a function or a constant.
pub fn value_type(def: &Def) -> Option<&Ty> {
    match &def.kind {
        DefKind::Expr(def) => def.value.ty.as_deref(),
        DefKind::External(ty) => Some(ty),
        _ => None,
    }
}

/// Finds a function in a type. An array may have functions as items: its layout does not depend on theirs.
fn function_in(ty: &Ty, in_arrays: bool) -> Option<&Ty> {
    let inside = |ty| function_in(ty, in_arrays);
    match &ty.kind {
        TyKind::Func(_) => Some(ty),
        TyKind::Tuple(fields) => fields.iter().find_map(|field| inside(&field.ty)),
        TyKind::Enum(variants) => variants.iter().find_map(|variant| inside(&variant.ty)),
        TyKind::Option(item) => inside(item),
        TyKind::Array(item) if in_arrays && !item.kind.is_func() => inside(item),
        TyKind::TupleComprehension(comprehension) => {
            inside(&comprehension.tuple).or_else(|| inside(&comprehension.body_ty))
        }
        TyKind::Array(_) | TyKind::Primitive(_) | TyKind::Ident(_) => None,
    }
}

fn has_enum_with_function(ty: &Ty) -> bool {
    match &ty.kind {
        TyKind::Enum(variants) => variants.iter().any(|variant| {
            function_in(&variant.ty, false).is_some() || has_enum_with_function(&variant.ty)
        }),
        TyKind::Func(func) => (func.params.iter().filter_map(|param| param.ty.as_ref()))
            .chain(func.body.as_deref())
            .any(has_enum_with_function),
        TyKind::Tuple(fields) => fields.iter().any(|field| has_enum_with_function(&field.ty)),
        TyKind::Array(item) | TyKind::Option(item) => has_enum_with_function(item),
        TyKind::TupleComprehension(comprehension) => {
            has_enum_with_function(&comprehension.tuple) || has_enum_with_function(&comprehension.body_ty)
        }
        TyKind::Primitive(_) | TyKind::Ident(_) => false,
    }
}
