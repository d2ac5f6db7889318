package io.lepton.privacy.keys;

/**
 * What may be told of one key; nothing that it is made of.
 *
 * @param id unsigned 32 bits, unique within its keyset
 * @param primary whether it makes what is new
 * @param enabled whether it may be used at all
 */
public record KeyFacts(long id, KeyType type, boolean primary, boolean enabled) {}
