package io.lepton.config;

import java.util.Optional;

/**
 * Under which name the chosen model is kept.
 *
 * @param model name in the registry
 * @param alias moved to the new version when every gate passes
 * @param compress how the model is made smaller before it is registered; absent: it stays as it is
 */
public record Register(String model, String alias, String description, Optional<Compress> compress) {

    /** @param maxAucLoss most that it may lose */
    public record Compress(double maxAucLoss) {}
}
