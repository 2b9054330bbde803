export const metadata = { title: "Confirm your number" };

export default function Layout({ children }) {
  return <html lang="en"><body>{children}</body></html>;
}
