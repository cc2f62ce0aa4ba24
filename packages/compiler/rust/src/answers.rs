//! What the compiler says, as JSON. Places are bytes from the start of a source.

use lutra_compiler::{Project, Span, SymbolInfo, error::Error, pr, printer};

use crate::json::{Json, Object};

/// `[{code?, message, place?, notes: [{message, place?}]}]`
pub fn diagnostics(error: &Error) -> Vec<u8> {
    let mut json = Json::default();
    match error {
        Error::Compile { diagnostics } => json.array(diagnostics, |json, each| {
            json.object(|object| {
                object.member("code", |json| json.string(each.code()));
                object.member("message", |json| json.string(each.message()));
                place(object, "place", each.span().as_ref());
                object.member("notes", |json| {
                    json.array(each.additional(), |json, note| {
                        json.object(|object| {
                            object.member("message", |json| json.string(note.message()));
                            place(object, "place", note.span().as_ref());
                        });
                    });
                });
            });
        }),
        other => json.array([other], |json, error| {
            json.object(|object| {
                object.member("message", |json| json.string(&error.to_string()));
                object.member("notes", |json| json.array([(); 0], |_, ()| ()));
            });
        }),
    }
    json.into_bytes()
}

/// `[{path, kind, signature?, doc?, parameters?, place?}]`, in the order of the sources.
pub fn definitions(project: &Project) -> Vec<u8> {
    let mut json = Json::default();
    // The standard library is a module of the root.
    let own = project.root_module.iter_defs_re().filter(|(path, _)| path.first() != "std");
    json.array(own, |json, (path, def)| {
        json.object(|object| {
            object.member("path", |json| json.array(path.iter(), |json, step| json.string(step)));
            object.member("kind", |json| json.string(kind(def)));
            if let Some(signature) = printer::print_def_signature(path.last(), def) {
                object.member("signature", |json| json.string(&signature));
            }
            if let Some(doc) = def.get_anno(pr::Anno::as_std_doc) {
                object.member("doc", |json| json.string(doc));
            }
            if let Some(names) = parameters(def) {
                object.member("parameters", |json| {
                    json.array(names, |json, name| match name {
                        Some(name) => json.string(name),
                        None => json.null(),
                    });
                });
            }
            place(object, "place", def.span_name.as_ref());
        });
    });
    json.into_bytes()
}

/// `{path?, place, target?}` or `null`.
pub fn symbol(found: Option<&SymbolInfo>) -> Vec<u8> {
    let mut json = Json::default();
    match found {
        None => json.null(),
        Some(info) => json.object(|object| {
            if let Some(path) = &info.target_path {
                object.member("path", |json| json.array(path.iter(), |json, step| json.string(step)));
            }
            place(object, "place", Some(&info.source_span));
            place(object, "target", info.target_span.as_ref());
        }),
    }
    json.into_bytes()
}

/// `{source, start, end}`; sources are numbered as they came, the compiled expression is 65535.
fn place(object: &mut Object, name: &str, span: Option<&Span>) {
    let Some(span) = span else { return };
    object.member(name, |json| {
        json.object(|object| {
            object.member("source", |json| json.number(span.source_id.into()));
            object.member("start", |json| json.number(span.start));
            object.member("end", |json| json.number(span.end()));
        });
    });
}

fn kind(def: &pr::Def) -> &'static str {
    match &def.kind {
        pr::DefKind::Module(_) => "module",
        pr::DefKind::Expr(def) if def.constant => "constant",
        pr::DefKind::Expr(_) => "function",
        pr::DefKind::External(_) => "external",
        pr::DefKind::Ty(_) => "type",
        pr::DefKind::Import(_) => "import",
        pr::DefKind::Anno(_) => "annotation",
    }
}

/// Names of the parameters of a function, where it has them.
fn parameters(def: &pr::Def) -> Option<Vec<Option<&str>>> {
    match &def.kind {
        pr::DefKind::Expr(def) => match &def.value.kind {
            pr::ExprKind::Func(func) => {
                Some(func.params.iter().map(|each| Some(each.name.as_str())).collect())
            }
            _ => None,
        },
        pr::DefKind::External(ty) => match &ty.kind {
            pr::TyKind::Func(func) => {
                Some(func.params.iter().map(|each| each.label.as_deref()).collect())
            }
            _ => None,
        },
        _ => None,
    }
}
