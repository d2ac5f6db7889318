package io.lepton.privacy.aggregate;

import io.lepton.error.LeptonException;
import java.util.Optional;

/**
 * How much of one person is used.
 *
 * @param person the column that tells people apart; without one, each row counts as a person of its own, and rows without a value in it
 *     are left out
 * @param groups in how many groups a person is counted at most, 1 to 1000
 * @param rowsPerGroup how many rows of a person are used at most in each of them, 1 to 1000
 */
public record Contribution(Optional<String> person, int groups, int rowsPerGroup) {
    private static final int MOST = 1000;

    /** @throws LeptonException configuration, if a limit is out of range, or there are limits and no person to hold them against */
    public Contribution {
        require(groups, "groups");
        require(rowsPerGroup, "rows");
        if (person.isEmpty() && (groups > 1 || rowsPerGroup > 1)) {
            throw LeptonException.configuration("Cannot bound the groups and rows of a person: no column tells people"
                    + " apart. Name it with --person, or leave --max-groups and --max-rows out.");
        }
    }

    /** Each row is a person of its own. */
    public static Contribution ofRows() {
        return new Contribution(Optional.empty(), 1, 1);
    }

    /** Rows that a person changes at most. */
    public int rows() {
        return groups * rowsPerGroup;
    }

    private static void require(int limit, String what) {
        if (limit < 1 || limit > MOST) {
            throw LeptonException.configuration(
                    "Cannot use at most " + limit + " " + what + " of a person: 1 to " + MOST + " are possible.");
        }
    }
}
