//! From method and path to the operation that a request is for.

use std::collections::BTreeMap;

/// Templates of paths, and what stands at each of their methods.
#[derive(Debug)]
pub(crate) struct Table<T> {
    /// By the number of segments, so that few are looked at.
    by_length: BTreeMap<usize, Vec<Route<T>>>,
}

#[derive(Debug)]
struct Route<T> {
    method: String,
    template: Vec<Part>,
    /// How many parameters stand before the end: of two templates that match, the one with fewer is taken.
    parameters: usize,
    target: T,
}

#[derive(Debug)]
enum Part {
    Name(String),
    Parameter(String),
}

/// What a method and a path lead to.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found<'r, T> {
    /// An operation, with the parameters of its path, decoded.
    Target(&'r T, PathParameters<'r>),
    /// None of the method, and these ones in order.
    OtherMethods(Vec<&'r str>),
    /// None at all.
    Nothing,
}

pub(crate) type PathParameters<'r> = Vec<(&'r str, &'r str)>;

impl<T> Table<T> {
    pub(crate) const fn new() -> Self {
        Self { by_length: BTreeMap::new() }
    }

    /// Adds what stands at a method and a template: `/v2/{widget_id}/parts`.
    pub(crate) fn add(&mut self, method: &str, path: &str, target: T) {
        let part = |text: &str| match text.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => Part::Parameter(name.to_owned()),
            None => Part::Name(text.to_owned()),
        };
        let template: Vec<Part> = path.trim_start_matches('/').split('/').map(part).collect();
        let parameters = template.iter().filter(|part| matches!(part, Part::Parameter(_))).count();
        let route = Route { method: method.to_owned(), template, parameters, target };
        self.by_length.entry(route.template.len()).or_default().push(route);
    }

    /// Finds the operation that a request is for.
    ///
    /// Of two templates that match, the one with a name where the other has a parameter is taken: `/instances/action` is not
    /// the instance `action`.
    pub(crate) fn find<'r>(&'r self, method: &str, segments: &'r [String]) -> Found<'r, T> {
        let mut best: Option<(&Route<T>, PathParameters<'r>)> = None;
        let mut others = Vec::new();
        for route in self.by_length.get(&segments.len()).into_iter().flatten() {
            if route.method == method {
                let is_better = best.as_ref().is_none_or(|(other, _)| route.parameters < other.parameters);
                if is_better && let Some(parameters) = route.matched(segments) {
                    best = Some((route, parameters));
                }
            } else if best.is_none() && route.matched(segments).is_some() {
                others.push(route.method.as_str());
            }
        }
        if let Some((route, parameters)) = best {
            return Found::Target(&route.target, parameters);
        }
        others.sort_unstable();
        others.dedup();
        if others.is_empty() { Found::Nothing } else { Found::OtherMethods(others) }
    }
}

impl<T> Route<T> {
    /// The path parameters, if the path is one of the template's. A parameter is never empty.
    fn matched<'r>(&'r self, segments: &'r [String]) -> Option<PathParameters<'r>> {
        let mut parameters = Vec::with_capacity(self.parameters);
        for (part, segment) in self.template.iter().zip(segments) {
            match part {
                Part::Name(name) if name == segment => {}
                Part::Parameter(name) if !segment.is_empty() => parameters.push((name.as_str(), segment.as_str())),
                Part::Name(_) | Part::Parameter(_) => return None,
            }
        }
        Some(parameters)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::Target;

    fn widgets() -> Table<&'static str> {
        let mut table = Table::new();
        table.add("GET", "/v2/{widget_id}", "ShowWidget");
        table.add("POST", "/v2/action", "ActOnWidgets");
        table.add("POST", "/v2/{widget_id}", "ChangeWidget");
        table.add("GET", "/v2/{widget_id}/parts", "ListParts");
        table
    }

    #[track_caller]
    fn is(method: &str, path: &str, expected: &Found<'_, &'static str>) {
        let target = Target::parse(path, None).unwrap();
        assert_eq!(&widgets().find(method, &target.segments), expected, "{method} {path}");
    }

    #[test]
    fn parameters_take_any_segment_but_the_empty_one() {
        is("GET", "/v2/a%2Fb", &Found::Target(&"ShowWidget", vec![("widget_id", "a/b")]));
        is("GET", "/v2/w/parts", &Found::Target(&"ListParts", vec![("widget_id", "w")]));
        for path in ["/v2/", "/v2", "/v2//parts", "/v2/w/parts/", "/v2/w/parts/1", "/", "/v3/w"] {
            is("GET", path, &Found::Nothing);
        }
    }

    #[test]
    fn a_name_is_taken_before_a_parameter() {
        is("POST", "/v2/action", &Found::Target(&"ActOnWidgets", vec![]));
        is("POST", "/v2/other", &Found::Target(&"ChangeWidget", vec![("widget_id", "other")]));
        is("GET", "/v2/action", &Found::Target(&"ShowWidget", vec![("widget_id", "action")]));
    }

    #[test]
    fn a_known_path_with_another_method_says_which_it_has() {
        is("POST", "/v2/w/parts", &Found::OtherMethods(vec!["GET"]));
        is("PUT", "/v2/action", &Found::OtherMethods(vec!["GET", "POST"]));
    }
}
