//! A state that was written down, brought back: its checkpoint, and the calls since then, carried out again.

use std::path::Path;

use huaweicloud_sim::{Request, Service};

use crate::service::service;
use crate::state::{Moment, State, World};
use crate::state_file::{Entry, Found, FoundFiles, StateFile, StateFileError};

impl State {
    /// The state of a file, which is written down from now on, call by call; if there is no file, another state, which begins
    /// one. Nothing that was answered is lost when the program is killed, at any moment.
    ///
    /// The file is a checkpoint; beside it are a log of the calls since then, `FILE.<number>.log`, and `FILE.lock`. They hold what
    /// clients sent, passwords too, and only their owner may read them. When the log is longer than the checkpoint, and than
    /// `folded_bytes`, both begin anew. What another program writes is not seen: two cannot open one state.
    ///
    /// # Errors
    ///
    /// Which file is damaged, where, and how; or what the system says. Nothing is changed then.
    pub fn open(path: impl AsRef<Path>, otherwise: Self, folded_bytes: u64) -> Result<Self, StateFileError> {
        let path = path.as_ref();
        let Some(Found { state: world, entries, files }) = StateFile::read::<World>(path)? else {
            otherwise.begin_in(path, folded_bytes)?;
            return Ok(otherwise);
        };
        let state = Self::of_world(world);
        carry_out_again(&state, &files, &entries)?;
        state.go_on_in(files.go_on(folded_bytes)?);
        Ok(state)
    }
}

fn carry_out_again(state: &State, files: &FoundFiles, entries: &[(usize, Entry)]) -> Result<(), StateFileError> {
    let damaged = |line, why: &str| StateFileError::damaged(&files.log_path(), line, why);
    let service = service(state).map_err(|error| damaged(1, &error.to_string()))?;
    for (line, entry) in entries {
        repeat(state, &service, entry).map_err(|why| damaged(*line, &why))?;
    }
    Ok(())
}

fn repeat(state: &State, service: &Service, Entry { at, call }: &Entry) -> Result<(), String> {
    let at = Moment::of_millisecond(*at);
    let Some(call) = call else {
        state.settle(at);
        return Ok(());
    };
    let request = Request::new(&call.method, &call.target).body(call.body.as_bytes()).at(at.time());
    match service.call(&request.failing(call.work_fails)) {
        Ok(_) => Ok(()),
        Err(refusal) => Err(format!("the call that was accepted is refused now ({refusal})")),
    }
}
