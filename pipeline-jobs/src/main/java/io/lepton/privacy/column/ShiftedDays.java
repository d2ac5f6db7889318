package io.lepton.privacy.column;

import com.google.crypto.tink.prf.Prf;
import io.lepton.error.LeptonException;
import io.lepton.privacy.keys.Subkey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import org.apache.spark.sql.api.java.UDF2;

/**
 * By how many days the dates of a person move: the same number for all of them, and for another person another one, from -most to most
 * without 0, each as likely, and known to nobody without the key. It is HMAC-SHA256 of the person modulo 2·most (the bias is below
 * 2·most / 2^63).
 */
public final class ShiftedDays implements UDF2<Boolean, String, Integer> {
    private static final long serialVersionUID = 1;
    private static final String PURPOSE = "shift-dates";

    private final String column;
    private final String person;
    private final int most;
    private final Subkey key;
    private transient Prf prf;

    /**
     * @param column whose dates move, and {@code person}, the column that tells whose they are; for messages
     * @param most days, 1 or more
     */
    public ShiftedDays(String column, String person, int most, Subkey key) {
        this.column = column;
        this.person = person;
        this.most = most;
        this.key = key;
    }

    /** What the key is for; columns with the same key move together. */
    public static String purpose() {
        return PURPOSE;
    }

    /**
     * @param there whether there is a date to move
     * @throws LeptonException data, if there is a date and no person
     */
    @Override
    public Integer call(Boolean there, String who) {
        return there ? days(who) : null;
    }

    int days(String who) {
        if (who == null) {
            throw LeptonException.data(
                    "Cannot shift the dates of column '" + column + "': a row has a date and no '" + person
                            + "', so that nobody can tell whose date it is. Quarantine such rows in ingest.expectations: "
                            + person + " is not null.");
        }
        if (prf == null) {
            prf = key.prf();
        }
        try {
            long random = ByteBuffer.wrap(prf.compute(who.getBytes(StandardCharsets.UTF_8), Long.BYTES))
                    .getLong();
            int place = (int) Math.floorMod(random, 2L * most);
            return place < most ? place - most : place - most + 1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key that computes nothing", e);
        }
    }

    String column() {
        return column;
    }

    @Override
    public String toString() {
        return "ShiftedDays";
    }
}
