//! Changes made at once or not at all, whatever happens in between.
//!
//! New texts are written into [`STATE`](super::STATE) first, and what they replace is kept there. Then the journal is
//! renamed into place: before that nothing has changed, after it the changes count as made. Each step that follows is one
//! rename. If one fails, the journal is renamed again, and all steps before it are undone. Whoever finds a journal goes on
//! with it, forward or back; that a step was made already is no fault.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use rayon::prelude::*;

use super::journal::{Journal, Record, State, Step, sync_folder};
use super::place::{is_absent, place};
use super::{Changes, STATE};
use crate::problem::counted;

/// What is about to be done to the file system; tests stop here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Point {
    /// The folders of the record are made.
    Prepare,
    /// A text is written.
    Stage,
    /// What stands in a place is kept.
    Keep,
    /// The journal is written, and not in its place yet.
    Record,
    /// The journal comes into place: the changes count as made.
    Commit,
    /// A file comes into place, or goes away.
    Move,
    /// A folder that was left empty goes away.
    Prune,
    /// The journal becomes one of steps to undo.
    Revoke,
    /// A step is undone.
    Undo,
    /// A part of the record goes away.
    Clean,
}

/// Called before each thing that is done to the file system.
pub(super) type Before<'a> = &'a mut dyn FnMut(Point) -> io::Result<()>;

/// How an earlier run that was stopped has ended now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Recovered {
    /// It had left nothing.
    Nothing,
    /// It had changed nothing, and what it left is gone.
    Cleaned,
    /// What it had not changed yet has been changed now; so many files in all.
    Completed(usize),
    /// What it had changed is as it was before; so many files in all.
    Undone(usize),
}

/// A run of changes under a root that is locked.
pub(super) struct Transaction<'a> {
    root: &'a Path,
    record: Record,
    before: Before<'a>,
}

impl<'a> Transaction<'a> {
    pub(super) fn new(root: &'a Path, before: Before<'a>) -> Self {
        Self { root, record: Record::of(root), before }
    }

    /// Makes the changes. After an error, nothing has changed.
    pub(super) fn run(&mut self, changes: &Changes) -> anyhow::Result<()> {
        let journal = changes.plan(self.root)?;
        if journal.steps.is_empty() {
            return Ok(());
        }
        if let Err(error) = self.stage(&journal, changes) {
            // What cannot be cleaned up now is cleaned up by the next run.
            let _ = self.clean();
            return Err(error).context("nothing was written");
        }
        self.finish(&journal)
    }

    /// Ends an earlier run that was stopped.
    pub(super) fn recover(&mut self) -> anyhow::Result<Recovered> {
        if let Some(journal) = Journal::read(&self.record.undo())? {
            self.refuse_edited(&journal)?;
            self.undo(&journal)?;
            return Ok(Recovered::Undone(journal.steps.len()));
        }
        if let Some(journal) = Journal::read(&self.record.journal())? {
            self.refuse_edited(&journal)?;
            self.finish(&journal).context("an earlier run was stopped, and could not be completed")?;
            return Ok(Recovered::Completed(journal.steps.len()));
        }
        if self.record.is_left()? {
            self.clean()?;
            return Ok(Recovered::Cleaned);
        }
        Ok(Recovered::Nothing)
    }

    /// All that can fail for want of space or permission, up to the journal.
    fn stage(&mut self, journal: &Journal, changes: &Changes) -> anyhow::Result<()> {
        (self.before)(Point::Prepare)?;
        for folder in [self.record.folder_of_texts(), self.record.folder_of_backups()] {
            fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        }
        let mut texts = Vec::new();
        for (index, step) in journal.steps.iter().enumerate() {
            if let Some(text) = changes.write.get(&step.path) {
                (self.before)(Point::Stage)?;
                texts.push(self.stage_text(index, text)?);
                if step.before.is_some() {
                    (self.before)(Point::Keep)?;
                    keep(&place(self.root, &step.path)?, &self.record.before(index))?;
                }
            }
        }
        // Side by side, because each of them waits for the disk.
        texts.par_iter().try_for_each(File::sync_all).context("cannot write the new texts to the disk")?;
        sync_folder(&self.record.folder_of_texts()).context("cannot write the new texts to the disk")?;
        sync_folder(&self.record.folder_of_backups()).context("cannot write the old texts to the disk")?;
        self.commit(journal)
    }

    fn stage_text(&self, index: usize, text: &str) -> anyhow::Result<File> {
        let place = self.record.after(index);
        let mut file = new_file(&place).with_context(|| format!("cannot write {}", place.display()))?;
        file.write_all(text.as_bytes()).with_context(|| format!("cannot write {}", place.display()))?;
        Ok(file)
    }

    fn commit(&mut self, journal: &Journal) -> anyhow::Result<()> {
        (self.before)(Point::Record)?;
        let bytes = journal.to_bytes()?;
        let place = self.record.folder().join("journal.new");
        let mut file = new_file(&place).with_context(|| format!("cannot write {}", place.display()))?;
        let written = file.write_all(&bytes).and_then(|()| file.sync_all());
        written.with_context(|| format!("cannot write {}", place.display()))?;
        (self.before)(Point::Commit)?;
        fs::rename(&place, self.record.journal()).context("cannot move the journal into place")?;
        sync_folder(self.record.folder()).context("cannot write the journal to the disk")
    }

    /// Goes through with a journal that is in place, or undoes it.
    fn finish(&mut self, journal: &Journal) -> anyhow::Result<()> {
        if let Err(error) = self.apply(journal) {
            (self.before)(Point::Revoke)?;
            fs::rename(self.record.journal(), self.record.undo())
                .with_context(|| format!("{error:#}; and it could not be undone; the next run tries again"))?;
            self.undo(journal)
                .with_context(|| format!("{error:#}; and it could not be undone; the next run tries again"))?;
            return Err(error).context("nothing was written");
        }
        self.clean()
    }

    fn apply(&mut self, journal: &Journal) -> anyhow::Result<()> {
        for (index, step) in journal.steps.iter().enumerate() {
            self.step(index, step)?;
        }
        let folders = journal.steps.iter().filter_map(|step| step.path.parent()).collect::<BTreeSet<_>>();
        for folder in folders {
            match sync_folder(&self.root.join(folder)) {
                Err(error) if !is_absent(&error) => {
                    return Err(error).with_context(|| format!("cannot write {} to the disk", folder.display()));
                }
                _ => {}
            }
        }
        for step in journal.steps.iter().filter(|step| step.after.is_none()) {
            self.prune(&step.path)?;
        }
        Ok(())
    }

    /// Makes one step, unless it was made already.
    fn step(&mut self, index: usize, step: &Step) -> anyhow::Result<()> {
        let shown = step.path.display();
        let place = place(self.root, &step.path)?;
        let (from, to) = match step.after {
            Some(_) => (self.record.after(index), place),
            None => (place, self.record.before(index)),
        };
        if step.after.is_some() {
            let folder = to.parent().with_context(|| format!("{shown} has no folder"))?;
            fs::create_dir_all(folder).with_context(|| format!("cannot make the folder of {shown}"))?;
        }
        (self.before)(Point::Move)?;
        let verb = if step.after.is_some() { "write" } else { "remove" };
        match fs::rename(&from, &to) {
            // An earlier run may have got as far as this.
            Err(error) if is_absent(&error) && step.state(self.root)? == State::After => Ok(()),
            moved => moved.with_context(|| format!("cannot {verb} {shown}")),
        }
    }

    /// Removes the folders above a path that are empty.
    fn prune(&mut self, path: &Path) -> io::Result<()> {
        for folder in path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty()) {
            (self.before)(Point::Prune)?;
            // The system refuses what is not empty, and then nothing above it is empty either.
            match fs::remove_dir(self.root.join(folder)) {
                Err(error) if !is_absent(&error) => break,
                _ => {}
            }
        }
        Ok(())
    }

    /// Puts back what the steps have changed: new files go first, then their folders, because a file that was removed
    /// may have stood where one of them is.
    fn undo(&mut self, journal: &Journal) -> anyhow::Result<()> {
        let (written, removed): (Vec<_>, Vec<_>) =
            journal.steps.iter().enumerate().partition(|(_, step)| step.after.is_some());
        for (index, step) in written {
            self.undo_step(index, step)?;
        }
        for folder in journal.new_folders.iter().rev() {
            // One that is not there, or that somebody has put a file into, stays as it is.
            let _ = fs::remove_dir(self.root.join(folder));
        }
        for (index, step) in removed {
            self.undo_step(index, step)?;
        }
        self.clean()
    }

    fn undo_step(&mut self, index: usize, step: &Step) -> anyhow::Result<()> {
        (self.before)(Point::Undo)?;
        let place = place(self.root, &step.path)?;
        let undone = match (&step.before, &step.after) {
            // A text that is still here was never moved into place.
            (_, Some(_)) if self.record.after(index).exists() => Ok(()),
            (None, _) => fs::remove_file(&place),
            (Some(_), _) => restore(&self.record.before(index), &place),
        };
        match undone {
            // It was undone already.
            Err(error) if is_absent(&error) => Ok(()),
            undone => undone.with_context(|| format!("cannot restore {}", step.path.display())),
        }
    }

    /// Removes the record, the journal first.
    fn clean(&mut self) -> anyhow::Result<()> {
        for part in self.record.parts()? {
            (self.before)(Point::Clean)?;
            let is_folder = fs::symlink_metadata(&part).is_ok_and(|found| found.is_dir());
            let removed = if is_folder { fs::remove_dir_all(&part) } else { fs::remove_file(&part) };
            removed.with_context(|| format!("cannot remove {}", part.display()))?;
        }
        Ok(())
    }

    /// Files that somebody has changed since an earlier run was stopped are theirs: nothing is done then.
    fn refuse_edited(&self, journal: &Journal) -> anyhow::Result<()> {
        let mut edited: Vec<PathBuf> = Vec::new();
        for (index, step) in journal.steps.iter().enumerate() {
            let is_moved = step.after.is_some() && !self.record.after(index).exists();
            let state = step.state(self.root)?;
            // A new text that was moved into place, and has been taken away again.
            let is_reverted = is_moved && state == State::Before && self.record.journal().exists();
            if state == State::Other || is_reverted {
                edited.push(step.path.clone());
            }
        }
        if let Some(first) = edited.first() {
            bail!(
                "an earlier run was stopped in the middle, and {} of its {} changed since, {} first; \
                 delete {STATE} to keep the files as they are",
                edited.len(),
                counted(journal.steps.len(), "file"),
                first.display()
            );
        }
        Ok(())
    }
}

/// A file that is not there yet, readable by all as files of a repository are.
fn new_file(place: &Path) -> io::Result<File> {
    let file = OpenOptions::new().write(true).create_new(true).open(place)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        file.set_permissions(fs::Permissions::from_mode(0o644))?;
    }
    Ok(file)
}

/// Keeps a file under a second name, or a copy of it where the file system has no such names.
fn keep(place: &Path, backup: &Path) -> anyhow::Result<()> {
    fs::hard_link(place, backup)
        .or_else(|_| fs::copy(place, backup).map(drop))
        .with_context(|| format!("cannot keep {}", place.display()))
}

fn restore(backup: &Path, place: &Path) -> io::Result<()> {
    if let Some(folder) = place.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::rename(backup, place)
}
