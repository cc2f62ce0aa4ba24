//! Compares the layouts that a type descriptor carries with those that the original computes.

use lutra_bin::{ir, layout};

/// Checks a type, everything in it, and every definition.
pub fn check(ty: &ir::Ty, defs: &[ir::TyDef]) -> Result<(), String> {
    check_type(ty, defs)?;
    defs.iter().try_for_each(|def| check_type(&def.ty, defs))
}

fn check_type(ty: &ir::Ty, defs: &[ir::TyDef]) -> Result<(), String> {
    match &ty.kind {
        ir::TyKind::Primitive(_) | ir::TyKind::Ident(_) => {}
        ir::TyKind::Array(item) => check_type(item, defs)?,
        ir::TyKind::Tuple(fields) => fields
            .iter()
            .try_for_each(|field| check_type(&field.ty, defs))?,
        ir::TyKind::Enum(variants) => variants
            .iter()
            .try_for_each(|variant| check_type(&variant.ty, defs))?,
        // Functions have no layout, and neither has what they take and give.
        ir::TyKind::Function(_) => return Ok(()),
    }
    let expected = match &ty.kind {
        ir::TyKind::Ident(path) => {
            let def = defs.iter().find(|def| def.name == *path);
            def.ok_or(format!("no definition of {path:?}"))?
                .ty
                .layout
                .clone()
        }
        _ => layout::compute(ty),
    };
    if ty.layout == expected {
        Ok(())
    } else {
        let found = &ty.layout;
        Err(format!(
            "layout of {:?}: {expected:?} expected, {found:?} found",
            ty.kind
        ))
    }
}
