//! From method and path to the operation that a request is for.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Templates of paths, and what stands at each of their methods.
#[derive(Debug)]
pub(crate) struct Table<T> {
    /// By the number of segments and by the method, so that few are looked at.
    routes: BTreeMap<usize, BTreeMap<String, Vec<Route<T>>>>,
}

#[derive(Debug)]
struct Route<T> {
    template: Vec<Part>,
    /// How many parts are parameters. Of two templates that fit, the one with fewer is taken, so it stands before the other.
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
        Self { routes: BTreeMap::new() }
    }

    /// Adds what stands at a method and a template: `/v2/{widget_id}/parts`.
    pub(crate) fn add(&mut self, method: &str, path: &str, target: T) {
        let part = |text: &str| match text.strip_prefix('{').and_then(|name| name.strip_suffix('}')) {
            Some(name) => Part::Parameter(name.to_owned()),
            None => Part::Name(text.to_owned()),
        };
        let template: Vec<Part> = path.trim_start_matches('/').split('/').map(part).collect();
        let parameters = template.iter().filter(|part| matches!(part, Part::Parameter(_))).count();
        let routes = self.routes.entry(template.len()).or_default().entry(method.to_owned()).or_default();
        let place = routes.partition_point(|other| other.parameters <= parameters);
        routes.insert(place, Route { template, parameters, target });
    }

    /// Finds the operation that a request is for.
    ///
    /// Of two templates that fit, the one with a name where the other has a parameter is taken: `/instances/action` is not
    /// the instance `action`.
    pub(crate) fn find<'r>(&'r self, method: &str, segments: &'r [Cow<'_, str>]) -> Found<'r, T> {
        let Some(methods) = self.routes.get(&segments.len()) else { return Found::Nothing };
        let fitting = |routes: &'r Vec<Route<T>>| routes.iter().find(|route| route.fits(segments));
        if let Some(route) = methods.get(method).and_then(fitting) {
            return Found::Target(&route.target, route.parameters(segments));
        }
        let others = methods.iter().filter(|(_, routes)| fitting(routes).is_some());
        let others: Vec<_> = others.map(|(method, _)| method.as_str()).collect();
        if others.is_empty() { Found::Nothing } else { Found::OtherMethods(others) }
    }
}

impl<T> Route<T> {
    /// Whether a path of as many segments is one of the template's. A parameter is never empty.
    fn fits(&self, segments: &[Cow<'_, str>]) -> bool {
        // From the end: paths of a service begin alike.
        self.template.iter().zip(segments).rev().all(|(part, segment)| match part {
            Part::Name(name) => name == segment,
            Part::Parameter(_) => !segment.is_empty(),
        })
    }

    /// The path parameters of a path that fits.
    fn parameters<'r>(&'r self, segments: &'r [Cow<'_, str>]) -> PathParameters<'r> {
        let mut parameters = Vec::with_capacity(self.parameters);
        parameters.extend(self.template.iter().zip(segments).filter_map(|(part, segment)| match part {
            Part::Name(_) => None,
            Part::Parameter(name) => Some((name.as_str(), segment.as_ref())),
        }));
        parameters
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
        is("PUT", "/v2/other", &Found::OtherMethods(vec!["GET", "POST"]));
    }
}
