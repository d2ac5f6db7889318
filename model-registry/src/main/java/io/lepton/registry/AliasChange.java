package io.lepton.registry;

import java.time.Instant;

/**
 * One entry of an alias' log.
 *
 * @param sequence 1, 2, 3, ... within the alias
 * @param action what was asked for
 * @param version the version that the alias names from here on; 0 when it names none
 * @param standsFor the sequence of the promotion now in force: this entry's own for a promotion, the restored one's for
 *     a rollback, 0 when none is
 * @param why the reason given
 * @param at when
 */
public record AliasChange(int sequence, Action action, int version, int standsFor, String why, Instant at) {

    /** What moved an alias. */
    public enum Action {
        PROMOTE,
        ROLLBACK
    }
}
