/** Commands that erase people and that keep the files of tables encrypted. */
package io.lepton.cli.privacy;
