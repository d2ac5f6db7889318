package io.lepton.privacy.text;

import java.util.Set;

/** Words that are capitalized for other reasons than being a name. */
final class Stops {
    private static final Set<String> AFTER = Set.of(
            ("the a an i he she it we you they my your his her its our their this that these those and but or so if as"
                            + " is was were are be has have had will would can could should may might must do does did not no yes please thanks thank"
                            + " hello hi hey dear regards best sincerely call email phone tel fax mobile date name age address on in at of to from for"
                            + " with by about into who what when where why how which there here then than after before since while because although"
                            + " monday tuesday wednesday thursday friday saturday sunday january february march april june july august"
                            + " september october november december inc ltd llc gmbh ag corp company co bank street st road rd avenue ave lane"
                            + " square hospital university college school airport station hotel river lake island church club museum theatre theater"
                            + " post times news journal herald tribune press league park bridge city county state international group award prize hall house center centre day"
                            + " jr sr phd md mr mrs ms dr prof herr frau und oder der die das ein eine ich sie wir ihr er es ist war hat nicht auch"
                            + " et ou le la les un une des il elle je nous vous est y el los las una yo ella en con por para")
                    .split(" ", -1));

    private Stops() {}

    /** Whether the word, in small letters, is no surname although it stands after a given name. */
    static boolean after(String word) {
        return AFTER.contains(word);
    }
}
