//! What services share, and what they say themselves.

mod by_service;

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::{at, model, put, put_yaml, texts};
use crate::lint::{families, lint};
use crate::spec::files::SpecTexts;
use crate::spec::{Spec, canonical_yaml, parse_yaml};

const FOLDER: &str = "openapi/shared/hardware";
const ENDPOINTS: &str =
    "\n[endpoints]\npattern = \"https://widgets.{region}.example\"\ndefault = \"a-1\"\nregions = [\"a-1\"]\n";

/// Two services of one family, `widgets` and `gadgets`, which share all but their operations.
struct Two([SpecTexts; 2]);

impl Two {
    fn new() -> Self {
        let mut two = Self(["widgets", "gadgets"].map(|name| {
            let mut texts = texts(|_| {});
            let files = std::mem::take(&mut texts.files);
            texts.folder = PathBuf::from("openapi").join(name);
            texts.family = Some(FOLDER.into());
            let within = |path: PathBuf| texts.folder.join(path.strip_prefix("openapi/widgets").unwrap());
            texts.files = files.into_iter().map(|(path, text)| (within(path), text)).collect();
            texts
        }));
        let mut resource = parse_yaml(include_str!("../fixtures/widgets.yaml")).unwrap();
        let components = resource.as_object_mut().unwrap().shift_remove("components").unwrap();
        for texts in &mut two.0 {
            let name = texts.folder.file_name().unwrap().to_str().unwrap().to_owned();
            let service = include_str!("../fixtures/service.toml").replace("\"widgets\"", &format!("\"{name}\""));
            let service = service.replace(ENDPOINTS, "family = \"hardware\"\n");
            put(texts, "service.toml", &service);
            put(texts, "clouds.toml", "");
            put(texts, "error-codes.toml", "");
            put_yaml(texts, "common.yaml", &json!({ "components": {} }));
            put_yaml(texts, "resources/widgets.yaml", &resource);
        }
        two.share("resources/widgets.yaml", &canonical_yaml(&json!({ "components": components })).unwrap());
        two.share("common.yaml", &canonical_yaml(&common()).unwrap());
        two.share("clouds.toml", super::CLOUDS);
        two.share("endpoints.toml", ENDPOINTS.trim_start().strip_prefix("[endpoints]\n").unwrap());
        two
    }

    /// Writes a file of the family.
    fn share(&mut self, file: &str, text: &str) {
        for texts in &mut self.0 {
            texts.files.insert(PathBuf::from(FOLDER).join(file), text.to_owned());
        }
    }

    /// What is wrong with both, as `cargo xtask lint` shows it: file and message, each once.
    fn problems(&self) -> Vec<String> {
        let models: Vec<_> = self.0.iter().map(model).collect();
        let all = models.iter().flat_map(lint).chain(families(&models, &[FOLDER.into()]));
        let mut seen = BTreeSet::new();
        let shown = all.inspect(|problem| assert!(problem.line > 0 && !problem.remedy.is_empty(), "{problem}"));
        let shown = shown.map(|problem| format!("{}: [{}] {}", problem.file.display(), problem.rule, problem.message));
        shown.filter(|text| seen.insert(text.clone())).collect()
    }

    /// Adds to `service.toml` of the second one.
    fn say(&mut self, text: &str) {
        let path = self.0[1].folder.join("service.toml");
        self.0[1].files.get_mut(&path).unwrap().push_str(text);
    }
}

fn common() -> Value {
    parse_yaml(include_str!("../fixtures/common.yaml")).unwrap()
}

fn code(code: &str, meaning: &str, sources: &str) -> String {
    format!(
        "[[code]]\ncode = '{code}'\nname = 'Gone{}'\nstatuses = [404]\nmeaning = '{meaning}'\n{sources}\n\n",
        &code[2..]
    )
}

/// The problems after a change to two services that keep all rules.
fn after(change: impl FnOnce(&mut Two)) -> Vec<String> {
    let mut two = Two::new();
    change(&mut two);
    two.problems()
}

#[test]
fn what_is_shared_is_a_part_of_each_service() {
    let two = Two::new();
    assert_eq!(two.problems(), [""; 0]);
    for texts in &two.0 {
        let spec = Spec::parse(texts).unwrap();
        let alone = Spec::parse(&super::texts(|_| {})).unwrap();
        assert_eq!(spec.document["components"], alone.document["components"]);
        assert_eq!(spec.document["servers"], alone.document["servers"]);
        let (file, line) = spec.place_of("/components/schemas/ServiceError/properties/error_code");
        let text = texts.files[file].lines().nth(usize::try_from(line).unwrap() - 1);
        assert_eq!(
            (file.to_str().unwrap(), text.map(str::trim)),
            ("openapi/shared/hardware/common.yaml", Some("error_code:"))
        );
    }
}

#[test]
fn nothing_is_said_twice_without_a_reason() {
    let again = |change: &dyn Fn(&mut Value), reason: &str| {
        after(|two| {
            let mut value = json!({ "components": { "schemas": common()["components"]["schemas"] } });
            change(&mut value);
            put_yaml(&mut two.0[1], "common.yaml", &value);
            two.say(reason);
        })
    };
    let same = again(&|_| {}, "");
    let place = "openapi/shared/hardware/common.yaml:24";
    let own = "openapi/gadgets/common.yaml: [family] `ServiceError`";
    // Of two services, one takes what is shared then, if the other has a reason.
    let alone = "openapi/shared/hardware/common.yaml: [family] of the family, `widgets` alone takes `ServiceError`";
    assert_eq!(same, [format!("{own} is at {place} already, for all of the family")]);
    let change = |value: &mut Value| *at(value, "/components/schemas/ServiceError/description") = json!("Why not.");
    let other = again(&change, "");
    assert_eq!(other, [format!("{own} is not what {place} says for all of the family")]);
    let why = |why: &str| format!("\n[differs]\n\"/components/schemas/ServiceError\" = \"{why}\"\n");
    assert_eq!(again(&change, &why("Gadgets fail otherwise.")), [alone]);
    let message = "openapi/gadgets/service.toml: [family] the reason why `ServiceError` differs is missing or empty";
    assert_eq!(again(&change, &why(" ")), [message, alone]);
    // A reason for what is the same, or is not there, is none.
    assert_eq!(again(&|_| {}, &why("Gadgets fail otherwise.")), [same[0].as_str(), alone]);
    let about = |key: &str| after(|two| two.say(&format!("\n[differs]\n\"{key}\" = \"It does.\"\n")));
    for (key, name) in
        [("W.1", "W.1"), ("/components/schemas/ServiceError", "ServiceError"), ("endpoints", "endpoints")]
    {
        let message =
            format!("openapi/gadgets/service.toml: [family] `{name}` is not said by the service and by its family");
        assert_eq!(about(key), [message]);
    }
}

#[test]
fn codes_are_taken_by_the_services_that_have_sources() {
    let both = "sources.widgets = ['page']\nsources.gadgets = ['interface']";
    let shared = |entries: &[String]| after(|two| two.share("error-codes.toml", &entries.concat()));
    assert_eq!(shared(&[code("W.1", "Gone.", both)]), [""; 0]);
    let mut two = Two::new();
    two.share("error-codes.toml", &code("W.2", "Gone.", both));
    put(&mut two.0[1], "error-codes.toml", &code("W.1", "Away.", "sources = ['page']"));
    let spec = Spec::parse(&two.0[1]).unwrap();
    let codes: Vec<_> = spec.error_codes.iter().map(|code| (code.code.as_str(), code.sources.as_slice())).collect();
    assert_eq!(codes, [("W.1", &["page".to_owned()][..]), ("W.2", &["interface".to_owned()][..])]);
    assert_eq!(two.problems(), [""; 0]);

    let file = "openapi/shared/hardware/error-codes.toml";
    for (sources, said) in [
        (
            "sources.widgets = ['page']\nsources.gadgets = ['dream']",
            "[error-code] `W.1` names `dream`, which is not in sources.toml",
        ),
        ("sources.widgets = []\nsources.gadgets = ['page']", "[error-code] nothing says where `W.1` was found"),
        (
            "sources.widgets = ['page']\nsources.gadgets = ['page']\nsources.cogs = ['page']",
            "[family] `W.1` names sources of `cogs`, which is no service of the family",
        ),
        ("sources.widgets = ['page']", "[family] of the family, `widgets` alone takes `W.1`"),
        ("sources = {}", "[family] no service of the family takes `W.1`"),
    ] {
        assert_eq!(shared(&[code("W.1", "Gone.", sources)]), [format!("{file}: {said}")]);
    }
    let unsorted = shared(&[code("W.2", "Gone.", both), code("W.1", "Away.", both)]);
    assert_eq!(unsorted, [format!("{file}: [error-code] `W.1` is not in order")]);
    let own = |meaning: &str, reason: &str, shared: &str| {
        after(|two| {
            two.share("error-codes.toml", &code("W.1", "Gone.", shared));
            put(&mut two.0[1], "error-codes.toml", &code("W.1", meaning, "sources = ['page']"));
            two.say(reason);
        })
    };
    let alone = format!("{file}: [family] of the family, `widgets` alone takes `W.1`");
    let place = format!("{file}:1");
    let at = "openapi/gadgets/error-codes.toml: [family] `W.1`";
    let reason = "\n[differs]\n\"W.1\" = \"A gadget is never gone.\"\n";
    assert_eq!(own("Gone.", "", both), [format!("{at} is at {place} already, for all of the family")]);
    assert_eq!(own("Away.", "", both), [format!("{at} is not what {place} says for all of the family")]);
    assert_eq!(own("Away.", reason, both), [format!("{at} is said here, and taken from {place}"), alone.clone()]);
    assert_eq!(own("Away.", reason, "sources.widgets = ['page']"), [alone]);
}

#[test]
fn clouds_and_endpoints_are_those_of_the_family() {
    let own = after(|two| put(&mut two.0[1], "clouds.toml", "[[cloud]]\nid = 'high'\ntitle = 'High Cloud'\n"));
    let shared = "openapi/shared/hardware";
    let already = "already, for all of the family";
    assert_eq!(own, [format!("openapi/gadgets/clouds.toml: [family] `high` is at {shared}/clouds.toml:1 {already}")]);
    let own = after(|two| two.say(ENDPOINTS));
    let message =
        format!("openapi/gadgets/service.toml: [family] `endpoints` is at {shared}/endpoints.toml:1 {already}");
    assert_eq!(own, [message]);
    let pattern = "https://gadgets.{region}.example";
    let other = ENDPOINTS.replace("https://widgets.{region}.example", pattern);
    let reason = format!("{other}\n[differs]\nendpoints = \"They have hosts of their own.\"\n");
    let message = format!("{shared}/endpoints.toml: [family] of the family, `widgets` alone takes `endpoints`");
    assert_eq!(after(|two| two.say(&reason)), [message]);
    let bad = after(|two| two.share("endpoints.toml", "pattern = 'x'\ndefault = 'a-1'\nregions = ['a-1']\n"));
    assert_eq!(bad, [format!("{shared}/endpoints.toml: [service] `x` is no pattern of endpoints")]);
}

#[test]
fn what_nobody_takes_is_not_shared() {
    let with = |name: &str, value: Value| {
        after(|two| {
            let mut shared = common();
            at(&mut shared, "/components/schemas").as_object_mut().unwrap().insert(name.to_owned(), value);
            two.share("common.yaml", &canonical_yaml(&shared).unwrap());
        })
    };
    let file = "openapi/shared/hardware/common.yaml: [family]";
    let part = json!({ "description": "A part.", "type": "object" });
    assert_eq!(with("Part", part), [format!("{file} no service of the family takes `Part`")]);
    let leading_out = json!({ "description": "A part.", "allOf": [{ "$ref": "#/components/schemas/Cog" }] });
    assert_eq!(
        with("Part", leading_out),
        [
            format!("{file} `Part` refers to `Cog`, which the family does not have"),
            format!("{file} no service of the family takes `Part`"),
        ]
    );
    let models = [model(&super::texts(|_| {}))];
    let problems = families(&models, &[FOLDER.into()]);
    assert_eq!(problems.len(), 1);
    assert_eq!(
        (problems[0].file.to_str().unwrap(), problems[0].message.as_str()),
        (FOLDER, "no service is of this family")
    );
}

#[test]
fn what_both_say_alike_belongs_to_the_family() {
    let with = |change: &dyn Fn(&mut Value)| {
        after(|two| {
            for (at, texts) in two.0.iter_mut().enumerate() {
                texts.files.remove(&PathBuf::from(FOLDER).join("resources/widgets.yaml"));
                let mut own = parse_yaml(include_str!("../fixtures/widgets.yaml")).unwrap();
                if at == 1 {
                    change(&mut own);
                }
                put_yaml(texts, "resources/widgets.yaml", &own);
            }
        })
    };
    let copy = |name: &str, line: u32| {
        format!(
            "openapi/gadgets/resources/widgets.yaml: [family] `{name}` is at openapi/widgets/resources/widgets.yaml:{line}, \
             too, in another service of the family"
        )
    };
    let new_ones = [copy("NewWidget", 68), copy("NewWidget", 83)];
    let listed = [copy("Widget", 106), copy("WidgetList", 97), copy("WidgetState", 123)];
    assert_eq!(with(&|_| {}), [&new_ones[..], &listed[..]].concat());
    // What refers to something that differs is another thing, too.
    let state = "/components/schemas/WidgetState/description";
    assert_eq!(with(&|own| *at(own, state) = json!("Whether it turns.")), new_ones);
    let codes = after(|two| {
        for texts in &mut two.0 {
            put(texts, "error-codes.toml", &code("W.1", "Gone.", "sources = ['page']"));
        }
    });
    let message = "openapi/gadgets/error-codes.toml: [family] `W.1` is at openapi/widgets/error-codes.toml:1, too, in another \
                   service of the family";
    assert_eq!(codes, [message]);
}

#[test]
fn a_problem_in_a_file_of_the_family_has_its_line_there() {
    let mut two = Two::new();
    let mut shared = common();
    at(&mut shared, "/components/schemas")["Part"] =
        json!({ "description": "A part.", "allOf": [{ "$ref": "#/components/schemas/Cog" }] });
    let text = canonical_yaml(&shared).unwrap();
    two.share("common.yaml", &text);
    let problems = lint(&model(&two.0[0]));
    let refers = problems.iter().find(|problem| problem.message.starts_with("`Part` refers to")).unwrap();
    let line = text.lines().nth(usize::try_from(refers.line).unwrap() - 1);
    assert_eq!(line.map(str::trim), Some("Part:"));
}

#[test]
fn endpoints_that_services_say_alike_go_into_their_file_of_the_family() {
    let mut two = Two::new();
    for texts in &mut two.0 {
        texts.files.remove(&PathBuf::from(FOLDER).join("endpoints.toml"));
        let path = texts.folder.join("service.toml");
        texts.files.get_mut(&path).unwrap().push_str(ENDPOINTS);
    }
    let models: Vec<_> = two.0.iter().map(model).collect();
    let remedies: Vec<_> = families(&models, &[FOLDER.into()]).into_iter().map(|problem| problem.remedy).collect();
    assert_eq!(remedies, ["move it into openapi/shared/hardware/endpoints.toml, and delete it in both"]);
}

#[test]
fn files_of_a_family_hold_what_can_be_shared() {
    let refused = |change: &dyn Fn(&mut Two)| {
        let mut two = Two::new();
        change(&mut two);
        let problems = Spec::parse(&two.0[1]).unwrap_err().0;
        problems
            .iter()
            .map(|problem| format!("{}: [{}] {}", problem.file.display(), problem.rule, problem.message))
            .collect::<Vec<_>>()
    };
    let service = "openapi/gadgets/service.toml";
    let absent = refused(&|two| two.0[1].files.retain(|path, _| !path.starts_with(FOLDER)));
    assert_eq!(absent, [format!("{service}: [family] the family has no files in {FOLDER}")]);
    let nowhere = refused(&|two| drop(two.0[1].files.remove(&PathBuf::from(FOLDER).join("endpoints.toml"))));
    assert_eq!(nowhere, [format!("{service}: [toml] missing field `endpoints`")]);
    let named = refused(&|two| {
        let text = two.0[1].files.get_mut(&PathBuf::from(service)).unwrap();
        *text = text.replace("family = \"hardware\"", "family = \"Hard Ware\"");
    });
    assert_eq!(named, [format!("{service}: [service] `Hard Ware` is no name of a family of services")]);
    let with_tag = refused(&|two| two.share("resources/widgets.yaml", "tag: {}\ncomponents: {}\n"));
    let message = "this part does not belong into a file that services share";
    assert_eq!(with_tag, [format!("{FOLDER}/resources/widgets.yaml: [bundle] {message}")]);
    let unknown = refused(&|two| two.share("quirks.toml", ""));
    assert_eq!(unknown, [format!("{FOLDER}/quirks.toml: [placement] nothing reads a file of that name at that place")]);
    let twice = refused(&|two| {
        two.share("resources/cogs.yaml", &canonical_yaml(&json!({ "components": common()["components"] })).unwrap());
    });
    assert_eq!(twice.len(), 4);
    assert!(
        twice.iter().all(|text| text.contains("[bundle] another shared file has this component too")),
        "{twice:#?}"
    );
}
