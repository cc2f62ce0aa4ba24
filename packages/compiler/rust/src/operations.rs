//! The operations of the compiler, by number. Sources are pairs of path and text at the end of a request.

use std::cell::RefCell;
use std::path::PathBuf;

use lutra_bin::Encode;
use lutra_compiler::{CheckParams, CompileParams, Project, SourceTree, check, check_overlay};
use lutra_compiler::{codespan, compile, error::Error, format};

use crate::answers::{self, Diagnostics, Fault};
use crate::{block, programs, type_faults};

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
            Ok(vec![answers::definitions(project), programs::types_of(project).encode()])
        }),
        (1, [expression, externals, sources @ ..]) => with_project(sources, |project| {
            let externals = text(externals);
            let externals: Vec<&str> = externals.lines().collect();
            let params = CompileParams::from_externals(text(expression), &externals)
                .map_err(|message| Error::UnsupportedExternal { message })?;
            refuse(programs::fault_of_name(project, &text(expression)))?;
            let main = check_overlay(project, &text(expression), None)?;
            refuse(programs::fault_of(project, &main))?;
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
        Err(Diagnostics(list)) => vec![b"diagnostics".to_vec(), list],
    };
    block::join(&std::mem::take(&mut parts))
}

fn with_project<R>(
    sources: &[&[u8]],
    work: impl FnOnce(&mut Project) -> Result<R, Diagnostics>,
) -> Result<R, Diagnostics> {
    CHECKED.with_borrow_mut(|checked| {
        if checked.as_ref().is_none_or(|(known, _)| known != sources) {
            // Two projects at a time would take twice the memory.
            *checked = None;
            let files = sources.chunks_exact(2).map(|pair| (text(pair[0]).into(), text(pair[1])));
            let faults = (files.clone().enumerate())
                .flat_map(|(id, (_, source)): (_, (PathBuf, _))| type_faults::of_source(&source, id as u16));
            refuse(faults)?;
            let project = check(SourceTree::new(files, "".into()), CheckParams::new())?;
            refuse(type_faults::of_project(&project))?;
            *checked = Some((sources.iter().map(|part| part.to_vec()).collect(), project));
        }
        let (_, project) = checked.as_mut().expect("was just checked");
        work(project)
    })
}

/// Fails if there are faults.
fn refuse(faults: impl IntoIterator<Item = Fault>) -> Result<(), Diagnostics> {
    let faults: Vec<Fault> = faults.into_iter().collect();
    if faults.is_empty() { Ok(()) } else { Err(faults.into()) }
}

fn formatted(source: String) -> Result<Vec<Vec<u8>>, Diagnostics> {
    let tree = SourceTree::single("".into(), source.clone());
    let (error, edits) = format(&tree);
    match error {
        Some(error) => Err(error.into()),
        None => Ok(vec![codespan::apply_text_edits(&source, &edits).into_bytes()]),
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn number(bytes: &[u8]) -> u32 {
    bytes.try_into().map_or(u32::MAX, u32::from_le_bytes)
}
