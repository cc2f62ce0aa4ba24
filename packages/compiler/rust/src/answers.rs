//! What the compiler says, as JSON. Places are bytes from the start of a source.

use lutra_compiler::error::{DiagnosticMessage, Error};
use lutra_compiler::{Project, Span, SymbolInfo, pr, printer};

use crate::json::{Json, Object};

/// `[{code?, message, place?, notes: [{message, place?}]}]`
pub struct Diagnostics(pub Vec<u8>);

/// A fault that is found here, without a code of the compiler.
pub struct Fault {
    message: String,
    span: Option<Span>,
}

impl Fault {
    pub fn new(message: impl Into<String>, span: Option<Span>) -> Self {
        Self { message: message.into(), span }
    }
}

impl From<Vec<Fault>> for Diagnostics {
    fn from(faults: Vec<Fault>) -> Self {
        let mut json = Json::default();
        json.array(faults, |json, fault| {
            json.object(|object| {
                object.member("message", |json| json.string(&fault.message));
                place(object, "place", fault.span.as_ref());
                object.member("notes", |json| json.array([(); 0], |_, ()| ()));
            });
        });
        Self(json.into_bytes())
    }
}

impl From<Error> for Diagnostics {
    fn from(error: Error) -> Self {
        match &error {
            Error::Compile { diagnostics } => Self(of_compiler(diagnostics)),
            other => vec![Fault::new(other.to_string(), None)].into(),
        }
    }
}

fn of_compiler(diagnostics: &[DiagnosticMessage]) -> Vec<u8> {
    let mut json = Json::default();
    json.array(diagnostics, |json, each| {
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
    });
    json.into_bytes()
}

/// `[{path, kind, signature?, doc?, parameters?, place?}]`, in the order of the sources.
pub fn definitions(project: &Project) -> Vec<u8> {
    let mut json = Json::default();
    // The standard library is a module of the root, and imported into every other one.
    let own = (project.root_module.iter_defs_re())
        .filter(|(path, def)| path.first() != "std" && !is_implicit(def));
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

/// Returns `true` for an import that the compiler adds itself.
fn is_implicit(def: &pr::Def) -> bool {
    matches!(&def.kind, pr::DefKind::Import(import) if import.span.is_none())
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
