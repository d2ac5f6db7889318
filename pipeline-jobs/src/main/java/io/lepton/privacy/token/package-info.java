/**
 * Tokens in the place of what identifies somebody: equal values get equal tokens, in every table that shares keyset and domain.
 *
 * <ul>
 *   <li>{@link io.lepton.privacy.token.DeterministicTokens}: AES-SIV (RFC 5297) by Tink; who holds the keyset can read them;
 *   <li>{@link io.lepton.privacy.token.HmacTokens}: HMAC-SHA256; nobody can read them;
 *   <li>{@link io.lepton.privacy.token.FormatPreservingTokens}: letters become letters and digits digits, by FF1 (NIST SP 800-38G).
 * </ul>
 *
 * <p>A <em>domain</em> is a name that the tokens depend on: the same value has tokens of two domains that nobody can tell to belong
 * together. All three tell which rows have the same value, and so how often each occurs; the first two hide everything else but, for
 * deterministic tokens, the value's length in bytes.
 */
package io.lepton.privacy.token;
