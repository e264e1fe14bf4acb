export { default, metadata } from "#app/forbidden.tsx";
