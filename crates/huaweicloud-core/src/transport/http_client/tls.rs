//! Whom a client trusts, and how it shows who it is.

use std::sync::Arc;

use rustls::client::WantsClientCert;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};
use rustls_platform_verifier::{BuilderVerifierExt, Verifier};
use secrecy::{ExposeSecret, SecretSlice};

use super::HttpSettings;
use crate::error::Error;
use crate::service::Endpoint;

/// TLS with the process's provider of cryptography if it has chosen one, else with ring, which also signs the requests;
/// certificates are checked as the platform does, unless others are set.
///
/// # Errors
///
/// [`Error::is_configuration`] for certificates that cannot be used, by the name of the setting.
pub(super) fn config(endpoint: &Endpoint, settings: &HttpSettings) -> Result<ClientConfig, Error> {
    let failed = |error: rustls::Error| Error::configuration("TLS could not be set up").with_source(error);
    let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(ring::default_provider()));
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(failed)?;
    let builder = trusting(builder, endpoint, settings, provider).map_err(|failure| match failure {
        Failure::Setting(error) => error,
        Failure::Tls(error) => failed(error),
    })?;
    #[cfg_attr(not(feature = "http2"), expect(unused_mut, reason = "with the feature it is changed"))]
    let mut config = match &settings.client_certificate {
        Some(pem) => with_client_certificate(builder, pem)?,
        None => builder.with_no_client_auth(),
    };
    #[cfg(feature = "http2")]
    {
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    }
    Ok(config)
}

enum Failure {
    Setting(Error),
    Tls(rustls::Error),
}

fn trusting(
    builder: ConfigBuilder<ClientConfig, WantsVerifier>,
    endpoint: &Endpoint,
    settings: &HttpSettings,
    provider: Arc<CryptoProvider>,
) -> Result<ConfigBuilder<ClientConfig, WantsClientCert>, Failure> {
    let added = certificates("add_ca_certificates", &settings.added_ca).map_err(Failure::Setting)?;
    let only = certificates("only_ca_certificates", &settings.only_ca).map_err(Failure::Setting)?;
    if !only.is_empty() {
        return Ok(builder.with_root_certificates(roots(only.into_iter().chain(added))));
    }
    if !added.is_empty() {
        let verifier = Verifier::new_with_extra_roots(added, provider).map_err(Failure::Tls)?;
        return Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)));
    }
    if endpoint.is_plain_http() && endpoint.is_local() {
        // No TLS will be spoken: reading the platform's certificates would be most of the time to the first request.
        return Ok(builder.with_root_certificates(RootCertStore::empty()));
    }
    builder.with_platform_verifier().map_err(Failure::Tls)
}

/// Certificates that [`certificates`] has checked.
fn roots(certificates: impl Iterator<Item = CertificateDer<'static>>) -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates);
    roots
}

/// The certificates of a setting, of which each value is PEM, with any number of certificates, or one in DER.
///
/// # Errors
///
/// [`Error::is_configuration`] for a value without a certificate, and for a certificate that cannot be read.
fn certificates(setting: &str, values: &[Vec<u8>]) -> Result<Vec<CertificateDer<'static>>, Error> {
    let mut all = Vec::new();
    for value in values {
        let refused = |why: String| Error::configuration(format!("`{setting}`: {why}"));
        let found: Vec<CertificateDer<'static>> = if is_pem(value) {
            let read: Result<_, _> = CertificateDer::pem_slice_iter(value).collect();
            read.map_err(|error| refused(format!("the PEM cannot be read ({error})")))?
        } else {
            vec![CertificateDer::from(value.clone())]
        };
        if found.is_empty() {
            return Err(refused("the PEM holds no certificate".to_owned()));
        }
        for (index, certificate) in found.iter().enumerate() {
            RootCertStore::empty()
                .add(certificate.clone())
                .map_err(|error| refused(format!("certificate {} is none ({error})", index + 1)))?;
        }
        all.extend(found);
    }
    Ok(all)
}

fn is_pem(value: &[u8]) -> bool {
    value.windows(10).any(|window| window == b"-----BEGIN")
}

fn with_client_certificate(
    builder: ConfigBuilder<ClientConfig, WantsClientCert>,
    pem: &SecretSlice<u8>,
) -> Result<ClientConfig, Error> {
    let refused = |why: &str| Error::configuration(format!("`client_certificate`: {why}"));
    let pem = pem.expose_secret();
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let chain = chain.map_err(|_| refused("the PEM cannot be read"))?;
    if chain.is_empty() {
        return Err(refused("the PEM holds no certificate; it must hold the certificate and its private key"));
    }
    // What is wrong with a private key is not shown: it might be part of it.
    let key = PrivateKeyDer::from_pem_slice(pem)
        .map_err(|_| refused("the PEM holds no private key; it must hold the certificate and its private key"))?;
    builder.with_client_auth_cert(chain, key).map_err(|error| {
        Error::configuration(format!("`client_certificate`: certificate and private key cannot be used ({error})"))
    })
}
