package io.lepton.config;

/**
 * Under which name the chosen model is kept.
 *
 * @param model name in the registry
 * @param alias moved to the new version when every gate passes
 */
public record Register(String model, String alias, String description) {}
