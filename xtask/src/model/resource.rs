//! A resource: a file of the specification with operations.

/// A group of operations with a file, a module and a cargo feature of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resource {
    /// Name of its file and of its feature: `consumer-groups`.
    pub name: String,
    /// What it is about.
    pub description: String,
}

impl Resource {
    /// Name of its module: `consumer_groups`.
    pub fn module(&self) -> String {
        module_name(&self.name)
    }
}

/// The name of the module of a file of the specification.
pub fn module_name(file: &str) -> String {
    file.replace('-', "_")
}
