package io.lepton.jobs;

import io.lepton.error.LeptonException;

/**
 * Who published a batch although a gate refused it, and why. It stays with the model for good.
 *
 * @param by a person's name
 * @param reason for those who will ask
 */
public record GateOverride(String by, String reason) {
    public GateOverride {
        if (by.isBlank() || reason.isBlank()) {
            throw LeptonException.configuration(
                    "Cannot override a refusal without a name and a reason: give both --override-by and --reason.");
        }
    }
}
