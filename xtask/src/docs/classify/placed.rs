//! A table and where it stands on the page.

use crate::docs::block::{Cell, Row, Table};
use crate::docs::facts::ParameterIn;
use crate::docs::words::{Column, Role, Section, column_of, role_of_caption};
use crate::model::Method;

/// A table, and what its surroundings say about it.
#[derive(Debug)]
pub(super) struct PlacedTable<'d> {
    pub(super) line: u32,
    pub(super) section: Section,
    /// The status code of the response it belongs to.
    pub(super) status: Option<String>,
    pub(super) caption: Option<String>,
    pub(super) anchors: Vec<&'d str>,
    pub(super) table: &'d Table,
    pub(super) columns: Vec<Option<Column>>,
}

/// What the rows of a table are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Parameters or fields.
    Fields,
    /// Status codes.
    StatusCodes,
    /// Error codes.
    ErrorCodes,
    /// Permissions.
    Permissions,
    /// Anything else.
    Other,
}

/// Which way the values of a table go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Parameters(Option<ParameterIn>),
    Request,
    Response,
    ResponseHeader,
}

impl<'d> PlacedTable<'d> {
    pub(super) fn columns_of(table: &Table) -> Vec<Option<Column>> {
        table.header.iter().map(|cell| column_of(&cell.plain())).collect()
    }

    pub(super) fn has(&self, column: Column) -> bool {
        self.columns.contains(&Some(column))
    }

    /// The cell of a row in the column of a kind.
    pub(super) fn cell(&self, row: &'d Row, column: Column) -> Option<&'d Cell> {
        let index = self.columns.iter().position(|found| *found == Some(column))?;
        row.cells.get(index)
    }

    /// The text of a row's cell; empty if there is none.
    pub(super) fn text(&self, row: &'d Row, column: Column) -> String {
        self.cell(row, column).map(Cell::plain).unwrap_or_default()
    }

    pub(super) fn role(&self) -> Role {
        role_of_caption(self.caption.as_deref().unwrap_or_default())
    }

    pub(super) fn shape(&self) -> Shape {
        if self.has(Column::Action) {
            Shape::Permissions
        } else if self.has(Column::ErrorCode) {
            Shape::ErrorCodes
        } else if self.has(Column::StatusCode) {
            Shape::StatusCodes
        } else if self.has(Column::Name) && (self.has(Column::Type) || self.has(Column::Description)) {
            Shape::Fields
        } else {
            Shape::Other
        }
    }

    pub(super) fn direction(&self, method: Method) -> Direction {
        match self.role() {
            Role::Parameters(location) => return Direction::Parameters(Some(location)),
            Role::RequestBody => return Direction::Request,
            Role::ResponseBody => return Direction::Response,
            Role::ResponseHeader => return Direction::ResponseHeader,
            Role::Generic | Role::Object => {}
        }
        let has_body = !matches!(method, Method::Get | Method::Head);
        match self.section {
            Section::Response | Section::ResponseExample | Section::StatusCodes | Section::ErrorCodes => {
                Direction::Response
            }
            Section::Request | Section::RequestExample if has_body || self.role() == Role::Object => Direction::Request,
            Section::Request | Section::RequestExample => Direction::Parameters(Some(ParameterIn::Query)),
            _ => Direction::Parameters(None),
        }
    }
}
