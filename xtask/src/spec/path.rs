//! Paths without the names of their parameters, by which operations are known.

/// A path whose placeholders have no names: pages and specification may call them differently, and two paths of one shape
/// are the same one to a server.
pub fn shape(path: &str) -> String {
    let mut parts = path.split('{');
    let mut shape = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shape.push_str("{}");
        shape.push_str(part.split_once('}').map_or("", |(_, rest)| rest));
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shape_has_no_names() {
        assert_eq!(shape("/a/{b}/c:{d}"), "/a/{}/c:{}");
        assert_eq!(shape("/a/{b"), "/a/{}");
    }
}
