package io.lepton.cli;

import io.lepton.error.LeptonException;
import io.lepton.jobs.Reidentification;
import io.lepton.lake.Lake;
import io.lepton.privacy.keys.Keyset;
import io.lepton.privacy.token.TokenReader;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/** What {@code lepton reidentify} does; apart from the command, so that help loads nothing of Spark. */
final class TokenLookup {
    private final TokenReader reader;
    private final String domain;

    /**
     * @param as how the tokens were made, as in the pipeline file
     * @param keyId of the key that made format-preserving tokens; empty: the primary
     */
    TokenLookup(Keyset keyset, String as, String domain, Optional<Long> keyId) {
        this.domain = domain;
        this.reader = switch (as) {
            case "deterministic" -> TokenReader.deterministic(keyset, domain);
            case "format-preserving" -> TokenReader.formatPreserving(
                    keyset, domain, keyId.orElseGet(keyset::primaryId));
            default -> throw LeptonException.configuration("Cannot re-identify tokens made as '" + as
                    + "': it is none of deterministic, format-preserving. Tokens made as hmac have no way back.");
        };
    }

    /** All of them, or an error that says which is none. */
    List<String> originals(List<String> tokens) {
        List<String> originals = new ArrayList<>();
        for (String token : tokens) {
            originals.add(reader.original(token)
                    .orElseThrow(() -> LeptonException.configuration("Cannot re-identify token "
                            + (originals.size() + 1) + " of " + tokens.size()
                            + ": no key of the keyset made it in the domain '" + domain
                            + "'. Check the keyset, --domain, --as and that the token is complete.")));
        }
        return originals;
    }

    void table(String lake, Reidentification.Request request, PrintWriter out) {
        try (SparkSession spark = Session.open("reidentify", OptionalLong::empty)) {
            Reidentification.Result result = new Reidentification(spark, new Lake(spark, lake)).run(request, reader);
            out.println(String.format(
                    Locale.ROOT,
                    "Wrote %s: %,d rows of %s, version %d, with the originals of %,d tokens (%,d different ones) in '%s'.",
                    request.output(),
                    result.rows(),
                    request.table(),
                    result.tableVersion(),
                    result.values(),
                    result.distinctValues(),
                    request.column()));
            out.println("Recorded in audits/reidentification: " + result.requestedBy() + ", because: " + request.why());
        }
    }
}
