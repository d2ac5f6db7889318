/**
 * The keys that protections and re-identification share: Tink keysets, read from a file, from a text such as an environment variable
 * holds, or decrypted by a key management service.
 *
 * <p>A {@linkplain io.lepton.privacy.keys.Keyset keyset} holds keys of one {@linkplain io.lepton.privacy.keys.KeyType type}. One of
 * them, the primary, makes what is new; the others only undo what they made before. Whatever is no deterministic encryption itself
 * (pseudonyms, date shifts, noise) works with a {@linkplain io.lepton.privacy.keys.Subkey subkey}, so that no two purposes share a key.
 *
 * <p>File formats and key types are Tink's own: keysets that {@code tinkey} wrote can be read here, and the other way round. Source:
 * Tink, "Keyset" and "Deterministic AEAD", https://developers.google.com/tink.
 */
package io.lepton.privacy.keys;
