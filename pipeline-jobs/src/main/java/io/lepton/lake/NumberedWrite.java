package io.lepton.lake;

import java.util.Map;

/**
 * A write that follows on others: of those with the same number one succeeds.
 *
 * @param application whose numbers are counted
 * @param number one more than that of the write before
 * @param id tells this write from others with its number
 */
record NumberedWrite(String application, long number, String id) {

    Map<String, String> deltaOptions() {
        return Map.of("txnAppId", application, "txnVersion", String.valueOf(number), "userMetadata", id);
    }
}
