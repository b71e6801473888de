/** Tests of the kit as it is used: its notebooks, JupyterLab, a browser. */
package tripletlab.kit;
