//! The members of a wheel, which is a zip file: read one by one, and never more than a wheel of an SDK has.

use std::borrow::Cow;
use std::io::{Read, Seek, SeekFrom};

use anyhow::{Context as _, bail, ensure};
use zip::ZipArchive;

/// What a wheel may have. The largest of the official SDKs has a tenth of each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Bytes of the file.
    pub(super) file: u64,
    /// Members.
    pub(super) members: usize,
    /// Bytes of one member, unpacked.
    pub(super) member: u64,
    /// Bytes of all members that are read, unpacked.
    pub(super) total: u64,
}

impl Limits {
    pub(super) const WHEEL: Self = Self { file: 64 << 20, members: 50_000, member: 16 << 20, total: 256 << 20 };
}

/// What to do about a file that is damaged.
pub(super) const AGAIN: &str = "download it again: pip download --no-deps huaweicloudsdk<service>";

/// A wheel that is open.
#[derive(Debug)]
pub(super) struct Archive<R> {
    zip: ZipArchive<R>,
    names: Vec<String>,
    limits: Limits,
    /// How many bytes may still be unpacked.
    left: u64,
}

impl<R: Read + Seek> Archive<R> {
    /// Reads the list of members.
    ///
    /// # Errors
    ///
    /// If it is no zip file, or beyond the limits.
    pub(super) fn open(mut file: R, limits: Limits) -> anyhow::Result<Self> {
        let bytes = file.seek(SeekFrom::End(0)).context("its length cannot be found out")?;
        ensure!(bytes <= limits.file, "it has {bytes} bytes, and a wheel at most {}", limits.file);
        let zip = ZipArchive::new(file).with_context(|| format!("it is no zip file, as wheels are; {AGAIN}"))?;
        let members = zip.len();
        ensure!(members <= limits.members, "it has {members} members, and a wheel at most {}", limits.members);
        let names = zip.file_names().map(|name| name.map(Cow::into_owned)).collect::<Result<_, _>>();
        let names = names.with_context(|| format!("its list of members is damaged; {AGAIN}"))?;
        Ok(Self { zip, names, limits, left: limits.total })
    }

    /// The names of all members, in the order of the file.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The text of a member. Its checksum is verified, and the length that it claims is not believed.
    ///
    /// # Errors
    ///
    /// If it is damaged, no text, or beyond the limits.
    pub(super) fn text(&mut self, name: &str) -> anyhow::Result<String> {
        let bytes = self.bytes(name)?;
        String::from_utf8(bytes).with_context(|| format!("{name} is no UTF-8, as Python sources are; {AGAIN}"))
    }

    /// The bytes of a member, as [`Self::text`] reads them.
    ///
    /// # Errors
    ///
    /// If it is damaged, or beyond the limits.
    pub(super) fn bytes(&mut self, name: &str) -> anyhow::Result<Vec<u8>> {
        let most = self.limits.member.min(self.left);
        let member = self.zip.by_name(name).with_context(|| format!("{name} cannot be read; {AGAIN}"))?;
        let mut bytes = Vec::new();
        let read = member.take(most + 1).read_to_end(&mut bytes);
        let read = read.with_context(|| format!("{name} is damaged; {AGAIN}"))? as u64;
        if read > self.limits.member {
            bail!("{name} has more than {} bytes unpacked, which no source of an SDK has; {AGAIN}", self.limits.member);
        }
        let Some(left) = self.left.checked_sub(read) else {
            bail!("its sources have more than {} bytes unpacked, which no SDK has; {AGAIN}", self.limits.total);
        };
        self.left = left;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Write as _};

    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    const LIMITS: Limits = Limits { file: 1000, members: 3, member: 100, total: 150 };

    /// A zip file with members `m0`, `m1` and so on that have so many bytes.
    fn zip(lengths: &[usize]) -> Cursor<Vec<u8>> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (at, length) in lengths.iter().enumerate() {
            zip.start_file(format!("m{at}"), SimpleFileOptions::default()).unwrap();
            zip.write_all(&vec![b'a'; *length]).unwrap();
        }
        zip.finish().unwrap()
    }

    fn refused<T>(result: anyhow::Result<T>) -> String {
        result.err().map(|error| format!("{error:#}")).unwrap()
    }

    #[test]
    fn what_is_within_the_limits_is_read() {
        let mut archive = Archive::open(zip(&[100, 0, 50]), LIMITS).unwrap();
        assert_eq!(archive.names().collect::<Vec<_>>(), ["m0", "m1", "m2"]);
        assert_eq!(archive.text("m0").unwrap(), "a".repeat(100));
        assert_eq!(archive.text("m2").unwrap().len(), 50);
        assert!(refused(archive.text("m3")).starts_with("m3 cannot be read"));
    }

    #[test]
    fn what_is_beyond_a_limit_is_refused() {
        let mut archive = Archive::open(zip(&[101, 100, 51]), LIMITS).unwrap();
        assert!(refused(archive.text("m0")).starts_with("m0 has more than 100 bytes unpacked"));
        archive.text("m1").unwrap();
        assert!(refused(archive.text("m2")).starts_with("its sources have more than 150 bytes unpacked"));
        assert_eq!(refused(Archive::open(zip(&[0; 4]), LIMITS)), "it has 4 members, and a wheel at most 3");
        let large = Cursor::new(vec![0; 1001]);
        assert_eq!(refused(Archive::open(large, LIMITS)), "it has 1001 bytes, and a wheel at most 1000");
    }
}
