//! The operations of the compiler, by number. Sources are pairs of path and text at the end of a request.

use std::cell::RefCell;

use lutra_bin::Encode;
use lutra_compiler::{CheckParams, CompileParams, Project, SourceTree, check, codespan, compile};
use lutra_compiler::{error::Error, format, project_to_types};

use crate::{answers, block};

thread_local! {
    /// The sources that were checked last, and their project: calls about one project check it once.
    static CHECKED: RefCell<Option<(Vec<Vec<u8>>, Project)>> = const { RefCell::new(None) };
}

/// Handles a request and returns the response: `ok` and what was asked for, or `diagnostics` and a list of them.
///
/// | operation | request | response |
/// | --- | --- | --- |
/// | 0 check | sources | definitions as JSON, their types as `ir::Module` |
/// | 1 compile | expression, externals by line with one `repr:`, sources | program, program type |
/// | 2 symbol | number of a source, offset, sources | the symbol as JSON |
/// | 3 format | text | text |
pub fn handle(operation: u32, request: &[u8]) -> Vec<u8> {
    let parts = block::split(request);
    let response = match (operation, parts.as_slice()) {
        (0, sources) => with_project(sources, |project| {
            Ok(vec![answers::definitions(project), project_to_types(project).encode()])
        }),
        (1, [expression, externals, sources @ ..]) => with_project(sources, |project| {
            let externals = text(externals);
            let externals: Vec<&str> = externals.lines().collect();
            let params = CompileParams::from_externals(text(expression), &externals)
                .map_err(|message| Error::UnsupportedExternal { message })?;
            let (program, types) = compile(project, &params)?;
            Ok(vec![program.encode(), types.encode()])
        }),
        (2, [source, offset, sources @ ..]) => with_project(sources, |project| {
            let found = project.find_by_span(number(source) as u16, number(offset));
            Ok(vec![answers::symbol(found.as_ref())])
        }),
        (3, [source]) => formatted(text(source)),
        _ => Ok(vec![]),
    };
    let mut parts = match response {
        Ok(parts) => [vec![b"ok".to_vec()], parts].concat(),
        Err(error) => vec![b"diagnostics".to_vec(), answers::diagnostics(&error)],
    };
    block::join(&std::mem::take(&mut parts))
}

fn with_project<R>(
    sources: &[&[u8]],
    work: impl FnOnce(&Project) -> Result<R, Error>,
) -> Result<R, Error> {
    CHECKED.with_borrow_mut(|checked| {
        if checked.as_ref().is_none_or(|(known, _)| known != sources) {
            // Two projects at a time would take twice the memory.
            *checked = None;
            let files = sources
                .chunks_exact(2)
                .map(|pair| (text(pair[0]).into(), text(pair[1])));
            let project = check(SourceTree::new(files, "".into()), CheckParams::new())?;
            *checked = Some((sources.iter().map(|part| part.to_vec()).collect(), project));
        }
        let (_, project) = checked.as_ref().expect("was just checked");
        work(project)
    })
}

fn formatted(source: String) -> Result<Vec<Vec<u8>>, Error> {
    let tree = SourceTree::single("".into(), source.clone());
    let (error, edits) = format(&tree);
    match error {
        Some(error) => Err(error),
        None => Ok(vec![codespan::apply_text_edits(&source, &edits).into_bytes()]),
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn number(bytes: &[u8]) -> u32 {
    bytes.try_into().map_or(u32::MAX, u32::from_le_bytes)
}
