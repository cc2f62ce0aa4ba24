//! Work of the compiler that would panic, found before it is asked for: a panic ends the instance, and says nothing to
//! the author of the sources.

use std::mem::replace;

use lutra_compiler::pr::{DefKind, Expr, ModuleDef, Path, Ref, Ty, TyKind};
use lutra_compiler::{Project, Span, ir, parse_path, project_to_types};

use crate::answers::Fault;
use crate::type_faults::value_type;

/// Number that the compiler gives to the source of an expression.
const EXPRESSION_ID: u16 = u16::MAX;

/// Returns the types of all definitions, except of generic functions: their types are known where they are called.
pub fn types_of(project: &mut Project) -> ir::Module {
    let open: Vec<Path> = (project.root_module.iter_defs_re())
        .filter(|(path, def)| path.first() != "std" && value_type(def).is_some_and(|ty| !is_closed(ty, &mut vec![])))
        .map(|(path, _)| path)
        .collect();
    let mut kinds = Vec::with_capacity(open.len());
    for path in &open {
        if let Some(def) = project.root_module.get_mut(path) {
            kinds.push((path, replace(&mut def.kind, DefKind::Module(ModuleDef::default()))));
        }
    }
    let types = project_to_types(project);
    for (path, kind) in kinds {
        if let Some(def) = project.root_module.get_mut(path) {
            def.kind = kind;
        }
    }
    types
}

/// Returns a fault if a program is the name of an annotation, on which the compiler panics.
pub fn fault_of_name(project: &Project, program: &str) -> Option<Fault> {
    let mut path = parse_path(program)?;
    while let DefKind::Import(import) = &project.root_module.get(&path)?.kind {
        path = import.kind.as_simple()?.clone();
    }
    if !matches!(project.root_module.get(&path)?.kind, DefKind::Anno(_)) {
        return None;
    }
    let len = program.len().try_into().unwrap_or(u16::MAX);
    let message = format!("`{path}` is an annotation, and a program is a function or another value");
    Some(Fault::new(message, Some(Span { start: 0, len, source_id: EXPRESSION_ID })))
}

/// Returns why an expression cannot be a program, if so: what goes in and comes out of a program is data.
pub fn fault_of(project: &Project, program: &Expr) -> Option<Fault> {
    Some(Fault::new(reason_against(project, program)?, program.span))
}

fn reason_against(project: &Project, program: &Expr) -> Option<String> {
    if let Some(Ref::Global(path)) = &program.target
        && (project.root_module.get(path)).is_some_and(|def| matches!(def.kind, DefKind::Ty(_)))
    {
        return Some(format!("`{path}` is a type, and a program is a function or another value"));
    }
    let ty = program.ty.as_deref()?;
    let has_function = |ty: &Ty| has_function(project, ty, &mut vec![]);
    let TyKind::Func(function) = &ty.kind else {
        return has_function(ty).then(|| "the value of a program cannot contain a function".into());
    };
    for (index, param) in function.params.iter().enumerate() {
        if param.ty.as_ref().is_some_and(has_function) {
            let name = param.label.clone().unwrap_or_else(|| (index + 1).to_string());
            return Some(format!(
                "parameter {name} contains a function, and the input of a program is data: \
                 compile a function that calls this one"
            ));
        }
    }
    (function.body.as_deref().is_some_and(has_function))
        .then(|| "the function returns a function, and the output of a program is data".into())
}

/// Returns `true` if a type is complete by itself: all its parts are known, and it mentions no parameter of a generic function.
///
/// `scopes` are those of the tuple comprehensions around it, whose variables stand for known types.
fn is_closed(ty: &Ty, scopes: &mut Vec<usize>) -> bool {
    match &ty.target {
        Some(Ref::Global(_)) => return true,
        Some(Ref::Local { scope, .. }) => return scopes.contains(scope),
        None => {}
    }
    match &ty.kind {
        TyKind::Primitive(_) => true,
        TyKind::Tuple(fields) => fields.iter().all(|field| is_closed(&field.ty, scopes)),
        TyKind::Array(item) => is_closed(item, scopes),
        TyKind::Enum(variants) => variants.iter().all(|variant| is_closed(&variant.ty, scopes)),
        TyKind::Func(func) => (func.params.iter().map(|param| param.ty.as_ref()))
            .chain([func.body.as_deref()])
            .all(|part| part.is_some_and(|ty| is_closed(ty, scopes))),
        TyKind::TupleComprehension(comprehension) => {
            let is_tuple_closed = is_closed(&comprehension.tuple, scopes);
            scopes.extend(ty.scope_id);
            let is_body_closed = is_closed(&comprehension.body_ty, scopes);
            scopes.truncate(scopes.len() - ty.scope_id.iter().len());
            is_tuple_closed && is_body_closed
        }
        TyKind::Ident(_) | TyKind::Option(_) => false,
    }
}

/// Returns `true` if values of a type have functions in them. `seen` are the named types around it.
fn has_function(project: &Project, ty: &Ty, seen: &mut Vec<Path>) -> bool {
    if let Some(Ref::Global(path)) = &ty.target {
        if seen.contains(path) {
            return false;
        }
        seen.push(path.clone());
        let def = project.root_module.get(path);
        return matches!(def.map(|def| &def.kind), Some(DefKind::Ty(def)) if has_function(project, &def.ty, seen));
    }
    match &ty.kind {
        TyKind::Func(_) => true,
        TyKind::Tuple(fields) => fields.iter().any(|field| has_function(project, &field.ty, seen)),
        TyKind::Array(item) | TyKind::Option(item) => has_function(project, item, seen),
        TyKind::Enum(variants) => variants.iter().any(|variant| has_function(project, &variant.ty, seen)),
        TyKind::TupleComprehension(comprehension) => {
            has_function(project, &comprehension.tuple, seen) || has_function(project, &comprehension.body_ty, seen)
        }
        TyKind::Primitive(_) | TyKind::Ident(_) => false,
    }
}
