import DefaultTheme from "vitepress/theme-without-fonts";
import "./site.css";

// The reader's own fonts: the site asks nobody for any.
export default DefaultTheme;
