//! A value that is asked for once, however many calls need it.

use std::sync::{Arc, OnceLock};

use super::shared::{Shared, Work};
use crate::error::Error;

/// A value that is asked for once for all calls that need it. A failure is that of all who waited; the next call asks again.
pub(super) struct AskedOnce<T> {
    value: OnceLock<T>,
    asking: Shared<Result<T, Arc<Error>>>,
}

impl<T> Default for AskedOnce<T> {
    fn default() -> Self {
        Self { value: OnceLock::new(), asking: Shared::default() }
    }
}

impl<T: Clone + Send + 'static> AskedOnce<T> {
    /// The value, for which `ask` is run if nobody has it yet.
    ///
    /// # Errors
    ///
    /// [`Error::is_credentials`] with the reason of `ask`.
    pub(super) async fn get(&self, ask: impl Fn() -> Work<Result<T, Error>>) -> Result<&T, Error> {
        if let Some(value) = self.value.get() {
            return Ok(value);
        }
        let asking = || -> Work<_> {
            let asking = ask();
            Box::pin(async move { asking.await.map_err(Arc::new) })
        };
        match self.asking.run(asking).await {
            Ok(value) => Ok(self.value.get_or_init(|| value)),
            Err(error) => Err(Error::credentials(error.message()).with_source(error)),
        }
    }
}
